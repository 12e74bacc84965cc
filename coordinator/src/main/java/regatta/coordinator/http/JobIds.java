package regatta.coordinator.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import regatta.http.Call;
import regatta.http.Fields;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.protocol.JobId;

/**
 * Finds the job that a path names. Answers 404 if the path has no valid id or if there is no job
 * with this id.
 */
final class JobIds {
    private JobIds() {}

    /**
     * Passes the job id in a call's path to {@code asked}, and returns the answer.
     *
     * @throws ProblemException 404 if the path has no valid id; if there is no job with this id,
     *     the returned stage fails with 404
     */
    static <T> CompletionStage<T> existing(
            Call call, Function<JobId, CompletionStage<Optional<T>>> asked) {
        String id = call.variable("id");
        return asked.apply(jobId(id)).thenApply(found -> found.orElseThrow(() -> absent(id)));
    }

    private static JobId jobId(String id) {
        try {
            return new JobId(id);
        } catch (IllegalArgumentException _) {
            throw absent(id);
        }
    }

    static ProblemException absent(String id) {
        return Problem.notFound("there is no job " + Fields.shortened(id));
    }
}
