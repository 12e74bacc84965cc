package regatta.coordinator.jobs;

import regatta.protocol.JobId;

/** What the store made of a job that was to be accepted. */
public sealed interface Acceptance {
    /** The job is kept and has its place in the order of acceptance. */
    record Kept(Job job) implements Acceptance {}

    /** The same submission came before and made this job. */
    record Known(JobId id) implements Acceptance {}

    /** The key came before with another body. */
    record KeyReused() implements Acceptance {}
}
