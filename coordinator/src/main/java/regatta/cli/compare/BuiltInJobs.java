package regatta.cli.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The jobs of the project's source, and what people call them. */
public final class BuiltInJobs {
    /** As the source: a list of twenty times this target. */
    public static final long TARGET = 100_000_000L;

    public static final int TARGETS = 20;

    /** As the source: ten downloads of one slow endpoint. */
    public static final int DOWNLOADS = 10;

    private BuiltInJobs() {}

    /**
     * Sums of squares.
     *
     * @param tasksPerTarget null for the workload's default
     */
    public static ObjectNode sumOfSquares(
            List<Long> targets, int repeat, @Nullable Integer tasksPerTarget) {
        ObjectNode workload = workload("sum-of-squares");
        ArrayNode list = workload.putArray("targets");
        targets.forEach(list::add);
        if (tasksPerTarget != null) {
            workload.put("tasksPerTarget", tasksPerTarget);
        }
        return job(workload.put("repeat", repeat));
    }

    /** The source's own sums, each list of twenty so many times. */
    public static ObjectNode sourceSums(int repeat, @Nullable Integer tasksPerTarget) {
        return sumOfSquares(Collections.nCopies(TARGETS, TARGET), repeat, tasksPerTarget);
    }

    public static ObjectNode download(List<String> urls, int repeat) {
        ObjectNode workload = workload("download");
        ArrayNode list = workload.putArray("urls");
        urls.forEach(list::add);
        return job(workload.put("repeat", repeat));
    }

    /** Says what a job runs, such as {@code Sum of squares: 20 × 100,000,000, 12 times}. */
    public static String title(ObjectNode job) {
        ObjectNode workload = job.withObjectProperty("workload");
        int repeat = workload.path("repeat").asInt(1);
        String times = repeat == 1 ? "" : ", " + repeat + " times";
        String kind = workload.path("kind").asText();
        return switch (kind) {
            case "sum-of-squares" -> "Sum of squares: " + targets(workload) + times;
            case "download" -> "Download: " + urls(workload) + times;
            default -> kind + times;
        };
    }

    private static String targets(ObjectNode workload) {
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

    private static String urls(ObjectNode workload) {
        int count = workload.path("urls").size();
        if (count != 1) {
            return count + " URLs";
        }
        return workload.path("urls").get(0).asText("1 URL");
    }

    private static ObjectNode workload(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    private static ObjectNode job(ObjectNode workload) {
        return JsonNodeFactory.instance.objectNode().set("workload", workload);
    }
}
