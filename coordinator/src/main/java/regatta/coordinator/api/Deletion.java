package regatta.coordinator.api;

/** The answer to a request to delete a job. */
public sealed interface Deletion {
    /** The job is gone for good; downloaded files stay. */
    record Done() implements Deletion {}

    /** The job has not ended. */
    record Unfinished() implements Deletion {}

    /** There is no job of that id. */
    record Absent() implements Deletion {}

    /** The store cannot delete the job now; {@code detail} says why. */
    record Busy(String detail) implements Deletion {}
}
