package regatta.coordinator.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import regatta.http.Call;
import regatta.http.Fields;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.protocol.JobId;

/** Takes jobs from paths: 404 where an id is none, and where there is no such job. */
final class JobIds {
    private JobIds() {}

    /**
     * What is asked of the job that a call's path names.
     *
     * @throws ProblemException 404 when it is no id; the stage fails so when there is no such job
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
