package regatta.worker;

/** Why a worker actor stopped. */
public sealed interface WorkerEnd {
    /** It was drained: it holds nothing more. */
    record Left() implements WorkerEnd {}

    /**
     * Nobody answers; what it holds is safe, and another actor system may reach the coordinator.
     *
     * @param welcomed whether the coordinator had answered before
     */
    record Unreachable(boolean welcomed) implements WorkerEnd {}

    /** The coordinator does not take it. */
    record Refused(String reason) implements WorkerEnd {}
}
