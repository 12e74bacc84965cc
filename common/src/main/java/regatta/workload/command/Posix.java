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
 * Calls of the operating system that the JDK lacks: sessions of processes, signals to a process
 * group, and the processor time of ended children.
 */
final class Posix {
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;

    /**
     * The path of the program setsid, which starts another program in a session of its own; empty
     * if this system has no setsid.
     */
    private static final Optional<String> SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid")
                    .filter(each -> Files.isExecutable(Path.of(each)))
                    .findFirst();

    private static final int CHILDREN = -1;
    private static final long MICROS_OFFSET = 8;
    private static final long SYSTEM_OFFSET = 16;

    /**
     * The size of the buffer for a {@code struct rusage}, which has fewer bytes on every system.
     */
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
     * Returns the processor time of this JVM's descendants that have ended since the last call. If
     * the descendants of several attempts end at the same time, one caller may get the time of all
     * these descendants.
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

    /**
     * Reads a {@code struct timeval}, seconds and microseconds. The first four bytes of the
     * microseconds suffice, because the number of microseconds is below a million.
     */
    private static long nanos(MemorySegment usage, long at) {
        return usage.get(JAVA_LONG, at) * 1_000_000_000
                + usage.get(JAVA_INT, at + MICROS_OFFSET) * 1_000L;
    }

    /** Returns whether this system can start a program in a session of its own. */
    static boolean hasSessions() {
        return SETSID.isPresent();
    }

    /**
     * Returns the arguments that start a program in a session of its own. Returns the given
     * arguments if this system has no setsid.
     */
    static List<String> inSession(List<String> arguments) {
        return SETSID.map(setsid -> Stream.concat(Stream.of(setsid), arguments.stream()).toList())
                .orElse(arguments);
    }

    /**
     * Sends a signal to every process of a process group. Does nothing if no process of the group
     * exists.
     */
    static void signalGroup(long leader, int signal) {
        try {
            int _ = (int) KILL.invokeExact((int) -leader, signal);
        } catch (Throwable impossible) {
            throw new IllegalStateException("kill(2) failed to be called", impossible);
        }
    }
}
