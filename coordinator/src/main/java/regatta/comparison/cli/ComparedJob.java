package regatta.comparison.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A job to compare.
 *
 * @param job the job in the form in which a client submits a single job
 * @param sized whether the command first measures how often the job must repeat its workload, so
 *     that one thread takes about a second for the job
 * @param ownOrigin whether the job downloads from a server that the command starts
 */
public record ComparedJob(ObjectNode job, boolean sized, boolean ownOrigin) {
    /** Creates a job that does not download from a server of this command. */
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
