package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A job to compare.
 *
 * @param job as it is submitted by itself
 * @param sized whether it is to be repeated until one thread takes about a second for it
 * @param ownOrigin whether its downloads come from a server that the command starts
 */
public record ComparedJob(ObjectNode job, boolean sized, boolean ownOrigin) {
    /** A job that needs no server of the command's own. */
    public ComparedJob(ObjectNode job, boolean sized) {
        this(job, sized, false);
    }

    String kind() {
        return job.path("workload").path("kind").asText();
    }

    /** The same job, repeated so often. */
    ObjectNode times(int repeat) {
        ObjectNode repeated = job.deepCopy();
        repeated.withObjectProperty("workload").put("repeat", repeat);
        return repeated;
    }
}
