package regatta.comparison.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.TreeSet;

/** Says what a workload is, such as {@code Sum of squares: 20 × 100,000,000, 12 times}. */
final class ComparisonTitle {
    private ComparisonTitle() {}

    static String of(JsonNode workload) {
        int repeat = workload.path("repeat").asInt(1);
        String times = repeat == 1 ? "" : ", " + repeat + " times";
        String kind = workload.path("kind").asText();
        return switch (kind) {
            case "sum-of-squares" -> "Sum of squares: " + targets(workload) + times;
            case "download" -> "Download: " + urls(workload) + times;
            default -> kind + times;
        };
    }

    private static String targets(JsonNode workload) {
        TreeSet<Long> different = new TreeSet<>();
        workload.path("targets").forEach(target -> different.add(target.asLong()));
        int count = workload.path("targets").size();
        if (different.isEmpty()) {
            return "no targets";
        }
        String largest = String.format(Locale.ROOT, "%,d", different.last());
        if (different.size() > 1) {
            return count + " targets up to " + largest;
        }
        return count == 1 ? largest : count + " × " + largest;
    }

    private static String urls(JsonNode workload) {
        JsonNode urls = workload.path("urls");
        if (urls.size() != 1) {
            return urls.size() + " URLs";
        }
        JsonNode only = urls.get(0);
        return only.isTextual() ? only.textValue() : only.path("url").asText("1 URL");
    }
}
