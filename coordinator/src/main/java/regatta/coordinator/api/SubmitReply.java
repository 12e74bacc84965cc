package regatta.coordinator.api;

/** The answer to a submission. */
public sealed interface SubmitReply {
    record Accepted(JobView job) implements SubmitReply {}

    /** The same key came with another body. */
    record KeyReused() implements SubmitReply {}

    /** There is no job whose failed tasks could run again. */
    record NoJob() implements SubmitReply {}

    /** The failed tasks of the job cannot run again, or not yet; {@code detail} says why. */
    record NothingToRetry(String detail) implements SubmitReply {}

    /** A limit on what waits is reached; {@code detail} says which. */
    record Full(String detail) implements SubmitReply {}

    /** The job cannot be kept now; {@code detail} says why. */
    record Busy(String detail) implements SubmitReply {}
}
