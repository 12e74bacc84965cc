package regatta.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import regatta.comparison.report.ComparisonReport;

/**
 * A saved report against what its raw rounds say when everything is computed again.
 *
 * @param differences one line a value that differs: where it is, what is there, what it should be
 * @param figures how many values were compared
 */
public record Verification(List<String> differences, int figures) {
    private static final String ABSENT = "nothing";

    public Verification {
        differences = List.copyOf(differences);
    }

    /**
     * Verifies a {@code report.json}.
     *
     * @throws JsonProcessingException when it is no JSON
     * @throws IllegalArgumentException when it is no report, or its rounds give no figures
     */
    public static Verification of(String json) throws JsonProcessingException {
        JsonNode saved = ReportJson.tree(json);
        boolean none = saved.path("comparisons").isEmpty() && !saved.path("incomplete").isObject();
        if (!saved.path("comparisons").isArray() || none) {
            throw new IllegalArgumentException("it has no comparisons");
        }
        int version = saved.path("version").asInt();
        if (version != ComparisonReport.VERSION) {
            throw new IllegalArgumentException(
                    "its form is of version %d, and this program reads version %d"
                            .formatted(version, ComparisonReport.VERSION));
        }
        ComparisonReport read = ReportJson.read(json);
        ComparisonReport again =
                ComparisonReport.of(
                        read.startedAt(),
                        read.machine(),
                        read.comparisons().stream()
                                .map(ComparisonReport.Compared::comparison)
                                .toList())
                        .with(read.incomplete());
        List<String> differences = new ArrayList<>();
        // Written and read once more, so that numbers have the same form on both sides.
        JsonNode computed = ReportJson.tree(ReportJson.write(again));
        int figures = compare("", saved, computed, differences);
        return new Verification(differences, figures);
    }

    private static int compare(
            String where, JsonNode saved, JsonNode computed, List<String> differences) {
        if (saved.isObject() && computed.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            computed.fieldNames().forEachRemaining(names::add);
            saved.fieldNames().forEachRemaining(names::add);
            int figures = 0;
            for (String name : names) {
                figures +=
                        compare(
                                where + "/" + name,
                                saved.path(name),
                                computed.path(name),
                                differences);
            }
            return figures;
        }
        if (saved.isArray() && computed.isArray()) {
            int figures = 0;
            for (int i = 0; i < Math.max(saved.size(), computed.size()); i++) {
                figures += compare(where + "/" + i, saved.path(i), computed.path(i), differences);
            }
            return figures;
        }
        if (!saved.equals(computed)) {
            differences.add(
                    "%s: %s is saved, %s is what the rounds say"
                            .formatted(where, text(saved), text(computed)));
        }
        return 1;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? ABSENT : value.toString();
    }
}
