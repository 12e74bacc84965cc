package regatta.workload.sumofsquares;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Writes the titles and answers of jobs in the form that people read. */
final class SumTexts {
    private static final int MOST_LINES = 10;

    private SumTexts() {}

    /** Returns a title such as {@code 20 × 100,000,000, 12 times}. */
    static String title(SumOfSquares.Spec spec) {
        String times = spec.repeat() == 1 ? "" : ", " + spec.repeat() + " times";
        return targets(spec) + times;
    }

    private static String targets(SumOfSquares.Spec spec) {
        int count = spec.targets().size();
        if (count == 0) {
            return "no targets";
        }
        List<Long> different =
                spec.targets().stream().map(Objects::requireNonNull).distinct().sorted().toList();
        String largest = grouped(different.getLast());
        if (different.size() > 1) {
            return count + " targets up to " + largest;
        }
        return count == 1 ? largest : count + " × " + largest;
    }

    /**
     * Returns a line for each of the first {@value #MOST_LINES} different targets. If the job has
     * sums of further targets, one more line counts these sums.
     */
    static List<String> answer(SumOfSquares.Spec spec, List<String> sums) {
        Map<Long, Integer> first = new LinkedHashMap<>();
        Map<Long, Integer> counts = new LinkedHashMap<>();
        for (int at = 0; at < sums.size(); at++) {
            long target = spec.target(at);
            if (first.size() < MOST_LINES || first.containsKey(target)) {
                first.putIfAbsent(target, at);
                counts.merge(target, 1, Integer::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        first.forEach((target, at) -> {
            int count = counts.getOrDefault(target, 1);
            String times = count == 1 ? "" : " (" + grouped(count) + " times)";
            lines.add("%s: %s%s".formatted(grouped(target), sums.get(at), times));
        });
        int listed = counts.values().stream().mapToInt(Integer::intValue).sum();
        if (listed < sums.size()) {
            lines.add("and " + grouped(sums.size() - listed) + " more sums");
        }
        return lines;
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
