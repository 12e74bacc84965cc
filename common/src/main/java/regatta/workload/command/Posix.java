package regatta.workload.command;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the JDK does not have: sessions of processes, and signals to all of one. */
final class Posix {
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;

    /** Starts a program in a session of its own; not every system has it. */
    private static final Optional<String> SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid")
                    .filter(each -> Files.isExecutable(Path.of(each)))
                    .findFirst();

    private static final MethodHandle KILL = kill();

    private Posix() {}

    @SuppressWarnings("restricted") // Every JVM of Regatta runs with --enable-native-access.
    private static MethodHandle kill() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("kill"),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    }

    /** Whether a program can have a session of its own here. */
    static boolean hasSessions() {
        return SETSID.isPresent();
    }

    /** The arguments that start a program in a session of its own, where that is possible. */
    static List<String> inSession(List<String> arguments) {
        return SETSID.map(setsid ->
                        Stream.concat(Stream.of(setsid), arguments.stream()).toList())
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
