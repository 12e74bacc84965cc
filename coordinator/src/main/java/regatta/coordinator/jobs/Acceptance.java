package regatta.coordinator.jobs;

import regatta.protocol.JobId;

/** The store's answer to a new job. */
public sealed interface Acceptance {
    /** The job is kept and has its order. */
    record Kept(Job job) implements Acceptance {}

    /** An earlier submission with the same key and body made this job. */
    record Known(JobId id) implements Acceptance {}

    /** An earlier submission used the key with another body. */
    record KeyReused() implements Acceptance {}
}
