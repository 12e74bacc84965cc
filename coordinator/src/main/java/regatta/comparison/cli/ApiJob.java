package regatta.comparison.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import regatta.cli.Api;
import regatta.comparison.ComparisonFailedException;

/** A job that runs outside the rounds of a comparison and is expected to succeed. */
record ApiJob(Api api, String name, String id) {
    private static final String JOBS = "/api/v1/jobs";

    static ApiJob submit(Api api, ObjectNode submission) throws IOException, InterruptedException {
        String id = api.send("POST", JOBS, submission).path("id").asText();
        return new ApiJob(api, submission.path("name").asText(), id);
    }

    /** Waits until the job ends, and returns the job. Fails if the job did not succeed. */
    JsonNode await() throws IOException, InterruptedException, ComparisonFailedException {
        JsonNode job;
        do {
            job = api.send("GET", JOBS + "/" + id + "?wait=PT30S", null);
        } while (job.path("endedAt").isNull() || job.path("endedAt").isMissingNode());
        String state = job.path("state").asText();
        if (!state.equals("SUCCEEDED")) {
            String why = job.path("failure").path("message").asText();
            throw new ComparisonFailedException(
                    "%s: job %s %s: %s".formatted(name, id, state, why));
        }
        return job;
    }
}
