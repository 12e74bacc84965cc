package regatta.coordinator.api;

import regatta.workload.Violation;

/** The answer to a submission. */
public sealed interface SubmitReply {
    record Accepted(JobView job) implements SubmitReply {}

    /** The same key came with another body. */
    record KeyReused() implements SubmitReply {}

    /** The job cannot run on the nodes that there are; {@code why} names the field. */
    record Refused(Violation why) implements SubmitReply {}

    /** There is no job whose failed tasks could run again. */
    record NoJob() implements SubmitReply {}

    /** The failed tasks of the job cannot run again, or not yet; {@code detail} says why. */
    record NothingToRetry(String detail) implements SubmitReply {}

    /** A limit on what waits is reached; {@code detail} says which. */
    record Full(String detail) implements SubmitReply {}

    /** The job cannot be kept now; {@code detail} says why. */
    record Busy(String detail) implements SubmitReply {}
}
