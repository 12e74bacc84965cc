package regatta.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * Chooses how often the source's twenty sums are done where nobody says it.
 *
 * <p>The vector kernel does them in 0.12 s, the scalar one on an old machine in 2 s. No fixed
 * number gives both a figure that noise does not drown and a comparison that ends in under 90 s; so
 * the sums are run twice on one thread, the first time to warm up, and the second one is measured.
 */
public final class Sizing {
    private static final double WANTED_SECONDS = 1.2;
    private static final int MOST = 100;

    private Sizing() {}

    /** How often to repeat the source's sums so that one thread takes about a second. */
    public static int repeat(Rounds rounds, String mode)
            throws IOException, InterruptedException, ComparisonFailedException {
        JsonNode measured = null;
        for (int i = 0; i < 2; i++) {
            measured = rounds.run(BuiltInJobs.sourceSums(1, null).put("mode", mode), "sizing");
        }
        double seconds = measured == null ? 0 : wallSeconds(measured);
        return Math.clamp(Math.round(WANTED_SECONDS / Math.max(1e-3, seconds)), 1, MOST);
    }

    private static double wallSeconds(JsonNode job) {
        return job.path("report").path("wallSeconds").asDouble();
    }
}
