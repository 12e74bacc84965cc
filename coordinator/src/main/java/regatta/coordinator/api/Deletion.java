package regatta.coordinator.api;

/** The answer to a request to delete a job. */
public sealed interface Deletion {
    /** The job is deleted for good. The files of its tasks stay. */
    record Done() implements Deletion {}

    /** The job has not ended. */
    record Unfinished() implements Deletion {}

    /** There is no job with this id. */
    record Absent() implements Deletion {}

    /** The store cannot delete the job now; {@code detail} says why. */
    record Busy(String detail) implements Deletion {}
}
