package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import regatta.cli.Api;
import regatta.comparison.ComparisonFailedException;

/**
 * Chooses how often the source's twenty sums are done where nobody says it.
 *
 * <p>The vector kernel does them in 0.12 s, the scalar one on an old machine in 2 s. No fixed
 * number gives both a figure that noise does not drown and a comparison that ends in under 90 s; so
 * the sums are run twice on one thread, the first time to warm up, and the second one is measured.
 */
final class Sizing {
    private static final double WANTED_SECONDS = 0.9;
    private static final int MOST = 100;

    private Sizing() {}

    /** How often to repeat a job so that one thread takes about a second. */
    static int repeat(Api api, ComparedJob compared, String mode)
            throws IOException, InterruptedException, ComparisonFailedException {
        double seconds = 0;
        for (int i = 0; i < 2; i++) {
            seconds = wallSeconds(api, compared.times(1).put("mode", mode));
        }
        return Math.clamp(Math.round(WANTED_SECONDS / Math.max(1e-3, seconds)), 1, MOST);
    }

    private static double wallSeconds(Api api, ObjectNode submission)
            throws IOException, InterruptedException, ComparisonFailedException {
        ObjectNode named = submission.put("name", "sizing");
        return ApiJob.submit(api, named).await().path("report").path("wallSeconds").asDouble();
    }
}
