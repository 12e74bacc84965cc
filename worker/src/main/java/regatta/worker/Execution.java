package regatta.worker;

/**
 * The way in which a worker's slots run attempts. The keys {@code style} and {@code executor} of a
 * mode's block choose the way.
 */
public enum Execution {
    /** A platform thread for each slot that is in use. */
    THREAD_POOL("blocking", "thread-pool"),
    /** The threads of a fork-join pool that only this worker uses. */
    FORK_JOIN("blocking", "fork-join"),
    /** Virtual threads, which share carrier threads with every other virtual thread of the JVM. */
    VIRTUAL_THREADS("blocking", "virtual-threads"),
    /** One thread, on which no attempt may block. */
    EVENT_LOOP("non-blocking", "event-loop"),
    /** Actors on a Pekko dispatcher, in an actor system that is not the node's own. */
    DISPATCHER("blocking", "dispatcher");

    private final String style;
    private final String executor;

    Execution(String style, String executor) {
        this.style = style;
        this.executor = executor;
    }

    /**
     * Finds the execution that a mode's block of the configuration asks for.
     *
     * @throws IllegalArgumentException if no execution has both the style and the executor; the
     *     message says which styles and executors go together
     */
    public static Execution of(String style, String executor) {
        for (Execution execution : values()) {
            if (execution.style.equals(style) && execution.executor.equals(executor)) {
                return execution;
            }
        }
        throw new IllegalArgumentException(
                "style '%s' with executor '%s': blocking goes with thread-pool, fork-join,"
                                .formatted(style, executor)
                        + " virtual-threads or dispatcher, non-blocking with event-loop");
    }

    /**
     * Returns whether processor time can be measured only for all attempts together, not for each
     * attempt.
     */
    public boolean cpuShared() {
        return this == VIRTUAL_THREADS || this == EVENT_LOOP;
    }
}
