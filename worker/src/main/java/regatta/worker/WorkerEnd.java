package regatta.worker;

/** Why a worker actor stopped. */
public sealed interface WorkerEnd {
    /** The worker was drained and holds no attempt. */
    record Left() implements WorkerEnd {}

    /**
     * The coordinator does not answer. The worker's attempts and reports stay in the JVM, because a
     * fresh actor system may reach the coordinator.
     *
     * @param welcomed whether the coordinator had answered before
     */
    record Unreachable(boolean welcomed) implements WorkerEnd {}

    /** The coordinator refuses the worker. */
    record Refused(String reason) implements WorkerEnd {}
}
