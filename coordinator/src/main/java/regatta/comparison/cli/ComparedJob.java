package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A job to compare.
 *
 * @param job the job as a client would submit it alone
 * @param sized whether to measure first how often to repeat the job, so that one thread takes about
 *     a second for it
 * @param ownOrigin whether the job downloads from a server that the command starts
 */
public record ComparedJob(ObjectNode job, boolean sized, boolean ownOrigin) {
    /** Creates a job that needs no server of this command. */
    public ComparedJob(ObjectNode job, boolean sized) {
        this(job, sized, false);
    }

    String kind() {
        return job.path("workload").path("kind").asText();
    }

    /** Returns the same job with its workload repeated {@code repeat} times. */
    ObjectNode times(int repeat) {
        ObjectNode repeated = job.deepCopy();
        repeated.withObjectProperty("workload").put("repeat", repeat);
        return repeated;
    }
}
