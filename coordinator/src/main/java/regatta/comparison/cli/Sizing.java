package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import regatta.cli.Api;
import regatta.comparison.ComparisonFailedException;

/**
 * Chooses how often to repeat the twenty sums of the Python blog post from which this project grew,
 * unless the user chooses the number.
 *
 * <p>With vector instructions the twenty sums take 0.12 s. Without vector instructions on an old
 * machine, the sums take 2 s. A fixed number of repetitions would give noisy figures on a fast
 * machine, or a comparison of more than 90 s on a slow machine. Therefore the sums run twice on one
 * thread: once to warm up, and once to measure.
 */
final class Sizing {
    private static final double WANTED_SECONDS = 0.9;
    private static final int MOST = 100;

    private Sizing() {}

    /** Returns how often to repeat a job so that one thread takes about a second for the job. */
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
