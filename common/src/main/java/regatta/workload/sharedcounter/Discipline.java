package regatta.workload.sharedcounter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The way in which the tasks of a job share one counter, such as a lock. With some disciplines,
 * tasks overwrite and so lose each other's updates.
 */
enum Discipline {
    NONE("nothing keeps a task from writing over what another wrote", ""),
    SYNCHRONIZED(
            "a monitor lets one thread of a JVM at a time read and write",
            "a monitor of one JVM stops no thread of another"),
    LOCK(
            "a ReentrantLock lets one thread of a JVM at a time read and write",
            "a lock of one JVM stops no thread of another"),
    ATOMIC(
            "a compare-and-set writes only where nobody wrote since the read, and else repeats the"
                    + " work",
            ""),
    ADDER(
            "each task adds to a cell of its own as LongAdder does, so that no task waits for"
                    + " another, and the cells are added up",
            ""),
    FILE_LOCK("the system's lock of a file lets one process at a time read and write", ""),
    ASYNC_LOCK(
            "a lock of the event loop lets one task at a time read and write",
            "a lock of an event loop is no lock between threads"),
    PARTITIONED(
            "each task counts for itself, so that nothing is shared, and the sums are merged in the"
                    + " end",
            "");

    private final String does;
    private final String fails;

    Discipline(String does, String fails) {
        this.does = does;
        this.fails = fails;
    }

    /** Returns the name of this discipline in a job. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Discipline> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    static String[] words() {
        return Arrays.stream(values()).map(Discipline::word).toArray(String[]::new);
    }

    /** Returns what this discipline does, as a clause. */
    String does() {
        return does;
    }

    /** Returns whether tasks share a counter. */
    boolean shares() {
        return this != PARTITIONED;
    }

    /**
     * Returns why this discipline lost updates, as a clause; empty if there is no known reason.
     *
     * @param jvms in how many JVMs the tasks ran
     * @param onLoop whether the tasks ran on an event loop
     */
    String lostBecause(int jvms, boolean onLoop) {
        if (this == NONE) {
            return onLoop
                    ? "one thread runs all tasks, and another task has its turn between a read and"
                            + " its write"
                    : does;
        }
        if (onLoop) {
            return switch (this) {
                case SYNCHRONIZED -> "a monitor cannot be held across a turn of the loop";
                case LOCK -> "all tasks share one thread, which may take the lock again";
                case NONE, ATOMIC, ADDER, FILE_LOCK, ASYNC_LOCK, PARTITIONED -> fails;
            };
        }
        return jvms > 1 || this == ASYNC_LOCK ? fails : "";
    }
}
