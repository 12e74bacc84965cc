package regatta.workload.command;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the JDK does not have: sessions of processes, signals to all of one, and their cores' time.
 */
final class Posix {
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;

    /** Starts a program in a session of its own; not every system has it. */
    private static final Optional<String> SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid")
                    .filter(each -> Files.isExecutable(Path.of(each)))
                    .findFirst();

    private static final int CHILDREN = -1;
    private static final long MICROS_OFFSET = 8;
    private static final long SYSTEM_OFFSET = 16;

    /** More than any system's struct rusage has. */
    private static final long RUSAGE_BYTES = 512;

    private static final MethodHandle KILL =
            function("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle GETRUSAGE =
            function("getrusage", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static long claimed = childrenNanos();

    private Posix() {}

    @SuppressWarnings("restricted") // Every JVM of Regatta runs with --enable-native-access.
    private static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    /**
     * Processor time of children of this JVM that have ended since the last call, and of theirs.
     * When several end at the same time, one caller may get the time of all of them.
     */
    static synchronized long claimChildrenNanos() {
        long before = claimed;
        claimed = childrenNanos();
        return Math.max(0, claimed - before);
    }

    private static long childrenNanos() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment usage = arena.allocate(RUSAGE_BYTES, Long.BYTES);
            int failed = (int) GETRUSAGE.invokeExact(CHILDREN, usage);
            return failed == 0 ? nanos(usage, 0) + nanos(usage, SYSTEM_OFFSET) : 0;
        } catch (Throwable impossible) {
            throw new IllegalStateException("getrusage(2) failed to be called", impossible);
        }
    }

    /** Microseconds have four bytes on some systems, and zeros behind them on the others. */
    private static long nanos(MemorySegment usage, long at) {
        return usage.get(JAVA_LONG, at) * 1_000_000_000
                + usage.get(JAVA_INT, at + MICROS_OFFSET) * 1_000L;
    }

    /** Whether a program can have a session of its own here. */
    static boolean hasSessions() {
        return SETSID.isPresent();
    }

    /** The arguments that start a program in a session of its own, where that is possible. */
    static List<String> inSession(List<String> arguments) {
        return SETSID.map(setsid -> Stream.concat(Stream.of(setsid), arguments.stream()).toList())
                .orElse(arguments);
    }

    /** Sends a signal to every process of a group; without effect where there is none. */
    static void signalGroup(long leader, int signal) {
        try {
            int _ = (int) KILL.invokeExact((int) -leader, signal);
        } catch (Throwable impossible) {
            throw new IllegalStateException("kill(2) failed to be called", impossible);
        }
    }
}
