package regatta.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Waits for workers that were started before the first round, which none is to contain. */
final class Warmth {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Warmth() {}

    /**
     * Waits until so many slots of each pool have joined; returns the seconds that it took.
     *
     * @param start when they were started, by {@link System#nanoTime}
     * @throws ComparisonFailedException when they have not joined within a minute
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
