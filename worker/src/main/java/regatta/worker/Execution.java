package regatta.worker;

/** How a worker's slots run their attempts: the style and the executor of a mode. */
public enum Execution {
    /** A platform thread for each slot that is in use. */
    THREAD_POOL("blocking", "thread-pool"),
    /** The worker threads of a fork-join pool of its own. */
    FORK_JOIN("blocking", "fork-join"),
    /** Virtual threads, which share carrier threads with every other virtual thread of the JVM. */
    VIRTUAL_THREADS("blocking", "virtual-threads"),
    /** One thread, on which no attempt may block. */
    EVENT_LOOP("non-blocking", "event-loop"),
    /** Actors on a Pekko dispatcher, in an actor system apart from the node's own. */
    DISPATCHER("blocking", "dispatcher");

    private final String style;
    private final String executor;

    Execution(String style, String executor) {
        this.style = style;
        this.executor = executor;
    }

    /**
     * Finds the execution of a mode's block of the configuration.
     *
     * @throws IllegalArgumentException naming the words that go together
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

    /** Whether processor time is known only of all attempts together. */
    public boolean cpuShared() {
        return this == VIRTUAL_THREADS || this == EVENT_LOOP;
    }
}
