package regatta.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;

/** Starts workers before the first round, so that no round contains their start. */
public final class Warmth {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Api api;

    public Warmth(Api api) {
        this.api = api;
    }

    /**
     * Asks for so many worker JVMs and returns the seconds until they had joined.
     *
     * @throws ComparisonFailedException when they have not joined within a minute
     */
    public double processes(int workers)
            throws IOException, InterruptedException, ComparisonFailedException {
        long start = System.nanoTime();
        JsonNode body = JsonNodeFactory.instance.objectNode().put("workers", workers);
        api.send("PUT", "/api/v1/pools/processes", body);
        return joined("processes", workers, start);
    }

    /**
     * Waits until that many slots of a pool have joined.
     *
     * @param start when their start began, by {@link System#nanoTime}
     */
    public double joined(String pool, int slots, long start)
            throws IOException, InterruptedException, ComparisonFailedException {
        while (slots(pool) < slots) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new ComparisonFailedException(
                        "%d of %d slots of %s have joined after %d s; leave it out with --modes"
                                .formatted(slots(pool), slots, pool, PATIENCE.toSeconds()));
            }
            Thread.sleep(PAUSE);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private int slots(String pool) throws IOException, InterruptedException {
        int slots = 0;
        for (JsonNode worker : api.send("GET", "/api/v1/workers", null).path("items")) {
            boolean there = worker.path("state").asText().equals("JOINED");
            if (there && worker.path("pool").asText().equals(pool)) {
                slots += Math.max(1, worker.path("slots").asInt());
            }
        }
        return slots;
    }
}
