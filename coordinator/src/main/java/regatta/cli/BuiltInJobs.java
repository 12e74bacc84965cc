package regatta.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the built-in jobs. Two of these jobs repeat the workloads of the blog post from which this
 * project grew.
 */
public final class BuiltInJobs {
    /**
     * The target of each sum in the blog post. The blog post's list of targets contains this number
     * twenty times.
     */
    public static final long TARGET = 100_000_000L;

    public static final int TARGETS = 20;

    /** The number of downloads in the blog post, which downloads from one slow URL ten times. */
    public static final int DOWNLOADS = 10;

    private BuiltInJobs() {}

    /**
     * Makes a job that sums squares.
     *
     * @param tasksPerTarget the number of tasks for each target; null for the workload's default
     *     number
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

    /**
     * Makes a job with the sums of squares of the blog post.
     *
     * @param repeat how many times the job computes the list of twenty targets
     */
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
     * Makes a job whose tasks increment a shared counter. A task takes 100 ms if no other task
     * runs, so that the tasks of two slots overlap. A task works between the read and the write of
     * an increment, so that increments often collide.
     */
    public static ObjectNode sharedCounter() {
        return job(
                workload("shared-counter")
                        .put("tasks", 4)
                        .put("increments", 10_000)
                        .put("apart", "PT0.00001S"));
    }

    /**
     * Makes a job that simulates a service. Each request waits for 100 ms, as for a slow database.
     * So 400 requests a second need a pool of at least 40 threads.
     */
    public static ObjectNode handlers(int rate) {
        return job(
                workload("handlers")
                        .put("rate", rate)
                        .put("duration", "PT2S")
                        .put("wait", "PT0.1S"));
    }
}
