package regatta.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
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

    private static ObjectNode workload(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    private static ObjectNode job(ObjectNode workload) {
        return JsonNodeFactory.instance.objectNode().set("workload", workload);
    }

    /**
     * A shared counter: each task takes 50 ms of work alone, so that tasks of two slots meet, and a
     * read and its write are so far apart that they do so often.
     */
    public static ObjectNode sharedCounter() {
        return job(
                workload("shared-counter")
                        .put("tasks", 4)
                        .put("increments", 5_000)
                        .put("apart", "PT0.00001S"));
    }

    /**
     * A service whose requests wait for 100 ms, as for a slow database: at 400 a second they need a
     * pool of 40 threads as a whole.
     */
    public static ObjectNode handlers(int rate) {
        return job(
                workload("handlers")
                        .put("rate", rate)
                        .put("duration", "PT2S")
                        .put("wait", "PT0.1S"));
    }
}
