package regatta.coordinator.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import regatta.http.ProblemException;
import regatta.workload.Workload;

/** A job as submitted, whose workload is read last and once. */
interface JobText {

    /** The job's fields; of its workload at least the kind. */
    ObjectNode top();

    /**
     * Reads the workload.
     *
     * @throws ProblemException 422 when a workload of this kind cannot come in this form
     */
    JsonParser workload(Workload<?, ?, ?, ?> workload) throws IOException;

    /** The same for every body with the same content in the same form. */
    String digest();
}
