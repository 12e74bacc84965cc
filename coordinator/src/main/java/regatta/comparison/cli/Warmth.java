package regatta.comparison.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import regatta.cli.Api;
import regatta.comparison.ComparisonFailedException;

/**
 * Gets the workers' JVMs ready before the first round, so that no round contains the start of a
 * JVM.
 */
final class Warmth {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    /**
     * How many small jobs run in each pool. Sixty jobs of 500 tiny tasks take a second or two on
     * two cores.
     */
    private static final int JOBS = 60;

    private static final int TASKS = 500;

    private Warmth() {}

    /**
     * Waits until each pool has the wanted number of slots. Returns how many seconds each pool
     * took.
     *
     * @param start the time at which the workers were started, in ns by {@link System#nanoTime}
     * @throws ComparisonFailedException if slots are still missing after a minute
     */
    static Map<String, Double> joined(Api api, Map<String, Integer> wanted, long start)
            throws IOException, InterruptedException, ComparisonFailedException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        while (seconds.size() < wanted.size()) {
            JsonNode workers = api.send("GET", "/api/v1/workers", null).path("items");
            long passed = System.nanoTime() - start;
            for (Map.Entry<String, Integer> pool : wanted.entrySet()) {
                int slots = slots(workers, pool.getKey());
                if (slots >= pool.getValue()) {
                    seconds.putIfAbsent(pool.getKey(), passed / 1e9);
                } else if (passed > PATIENCE.toNanos()) {
                    throw new ComparisonFailedException(
                            "%d of %d slots of %s have joined after %d s; leave it out with --modes"
                                    .formatted(
                                            slots,
                                            pool.getValue(),
                                            pool.getKey(),
                                            PATIENCE.toSeconds()));
                }
            }
            Thread.sleep(PAUSE);
        }
        return seconds;
    }

    /**
     * Runs small jobs in each pool until the JIT compiler has compiled the code that handles
     * messages and jobs. A cluster in use compiled this code long ago, and the comparison is about
     * clusters in use.
     */
    static void run(Api api, Map<String, Integer> pools)
            throws IOException, InterruptedException, ComparisonFailedException {
        for (int i = 0; i < JOBS; i++) {
            List<ApiJob> jobs = new ArrayList<>();
            for (Map.Entry<String, Integer> pool : pools.entrySet()) {
                ObjectNode job = JsonNodeFactory.instance.objectNode();
                job.put("name", "warm-up").put("mode", pool.getKey()).put("slots", pool.getValue());
                ObjectNode sums = job.putObject("workload").put("kind", "sum-of-squares");
                sums.put("repeat", TASKS).putArray("targets").add(1);
                jobs.add(ApiJob.submit(api, job));
            }
            for (ApiJob job : jobs) {
                job.await();
            }
        }
    }

    private static int slots(JsonNode workers, String pool) {
        int slots = 0;
        for (JsonNode worker : workers) {
            boolean there = worker.path("state").asText().equals("JOINED");
            if (there && worker.path("pool").asText().equals(pool)) {
                slots += Math.max(1, worker.path("slots").asInt());
            }
        }
        return slots;
    }
}
