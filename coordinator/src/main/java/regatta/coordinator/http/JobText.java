package regatta.coordinator.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import regatta.http.ProblemException;
import regatta.workload.Workload;

/** A job as submitted. Its workload can be read once, after all other fields. */
interface JobText {

    /** Returns the job's fields. Its workload has at least the kind. */
    ObjectNode top();

    /**
     * Reads the workload.
     *
     * @throws ProblemException 422 when a workload of this kind cannot come in this form
     */
    JsonParser workload(Workload<?, ?, ?, ?> workload) throws IOException;

    /**
     * Returns the digest of the content, which is the same for every body with the same content in
     * the same form.
     */
    String digest();
}
