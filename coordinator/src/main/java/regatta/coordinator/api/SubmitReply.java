package regatta.coordinator.api;

import regatta.protocol.JobId;
import regatta.workload.Violation;

/** The answer to a submission. */
public sealed interface SubmitReply {
    record Accepted(JobView job) implements SubmitReply {}

    /** An earlier submission used the key with another body. */
    record KeyReused() implements SubmitReply {}

    /** The job cannot run on the present nodes; {@code why} names the field. */
    record Refused(Violation why) implements SubmitReply {}

    /** There is no job whose failed tasks could run again. */
    record NoJob() implements SubmitReply {}

    /**
     * The job has not ended, or none of its tasks failed; {@code detail} says which of these two
     * holds.
     */
    record NothingToRetry(String detail) implements SubmitReply {}

    /**
     * Failed tasks of the job's kind cannot run without the job's other tasks; {@code detail} says
     * why.
     */
    record NotRepeatable(String detail) implements SubmitReply {}

    /** A limit on unfinished jobs is reached; {@code detail} says which limit. */
    record Full(String detail) implements SubmitReply {}

    /** The store did not keep the job and will not keep it; {@code detail} says why. */
    record Busy(String detail) implements SubmitReply {}

    /**
     * The coordinator did not say in time whether the job is kept. If the job is kept, the job has
     * this id, unless an earlier submission came with the same key.
     */
    record Unknown(JobId id) implements SubmitReply {}
}
