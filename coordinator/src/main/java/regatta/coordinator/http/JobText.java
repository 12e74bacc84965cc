package regatta.coordinator.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import regatta.http.ProblemException;
import regatta.workload.Workload;

/**
 * The text of a submitted job. A caller can read the job's workload once, after all other fields.
 */
interface JobText {

    /**
     * Returns the job's fields. The object {@code workload} in the result has at least its kind.
     */
    ObjectNode top();

    /**
     * Returns a parser that reads the job's workload.
     *
     * @throws ProblemException 422 if a workload of this kind cannot be submitted in the form of
     *     this text
     */
    JsonParser workload(Workload<?, ?, ?, ?> workload) throws IOException;

    /**
     * Returns a digest that shows whether a repeated submission has the same content as the first.
     * Two bodies of the same form, JSON or lines, have the same digest if they have the same
     * content.
     */
    String digest();
}
