package regatta.coordinator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus' text format 0.0.4, as strictly as its documentation states it and as promtool
 * checks it: types before samples, families in one piece, names by convention.
 */
public final class TestingScrape {
    private static final Pattern META =
            Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*})?"
                            + " (NaN|[+-]Inf|[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)");
    private static final Pattern BOUND = Pattern.compile("le=\"([^\"]+)\"");

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Double> samples = new TreeMap<>();

    public TestingScrape(String text) {
        assertThat(text).endsWith("\n");
        Set<String> closed = new HashSet<>();
        String family = "";
        double before = 0;
        String series = "";
        for (String line : text.lines().toList()) {
            Matcher meta = META.matcher(line);
            if (meta.matches()) {
                if (!meta.group(2).equals(family)) {
                    closed.add(family);
                    family = meta.group(2);
                    assertThat(closed).as(line).doesNotContain(family);
                }
                if (meta.group(1).equals("TYPE")) {
                    assertThat(types.put(family, meta.group(3))).as(line).isNull();
                    assertThat(meta.group(3)).isIn("counter", "gauge", "histogram", "summary");
                }
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            String name = sample.group(1);
            assertThat(name).as("belongs to %s", family).startsWith(family);
            String type = String.valueOf(types.get(family));
            if (type.equals("counter")) {
                assertThat(name).as(line).endsWith("_total");
            }
            String labels = String.valueOf(sample.group(2));
            double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
            assertThat(samples.put(name + labels, value)).as("%s twice", line).isNull();
            Matcher bound = BOUND.matcher(labels);
            if (type.equals("histogram") && name.endsWith("_bucket")) {
                assertThat(bound.find()).as(line).isTrue();
                String own = labels.replace(bound.group(), "");
                assertThat(own.equals(series) ? value : before)
                        .as("buckets grow: %s", line)
                        .isGreaterThanOrEqualTo(before);
                before = value;
                series = own;
            } else {
                before = 0;
            }
        }
    }

    /** The value of a sample such as {@code a_total{b="c"}}, whose labels are in any order. */
    public double value(String name, String... labels) {
        return samples.entrySet().stream()
                .filter(sample -> sample.getKey().replaceFirst("(\\{|null).*", "").equals(name))
                .filter(sample -> Set.of(labels).stream().allMatch(sample.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    public String type(String family) {
        return String.valueOf(types.get(family));
    }

    public Set<String> families() {
        return types.keySet();
    }
}
