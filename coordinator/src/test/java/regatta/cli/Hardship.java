package regatta.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Ways to make the life of a process hard, which not every machine allows. */
final class Hardship {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup/cpu");
    private static final List<Path> SS = List.of(Path.of("/usr/bin/ss"), Path.of("/bin/ss"));
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final int PERIOD_MICROS = 100_000;

    private Hardship() {}

    /**
     * Returns whether {@link #resetConnections} works: it needs ss (iproute2), root and a kernel.
     */
    static boolean mayResetConnections() throws IOException {
        if (SS.stream().noneMatch(Files::exists)) {
            return false;
        }
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
            resetConnections(client.getLocalPort());
            return isReset(client);
        }
    }

    private static boolean isReset(Socket socket) throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Resets every connection from or to a port, and returns how many ends it closed. */
    static long resetConnections(int port) throws IOException {
        return output("ss", "-K", "-t", "-H", "( sport = :%1$d or dport = :%1$d )".formatted(port))
                .lines()
                .count();
    }

    /** Returns whether {@link #takeDescriptors} works: it needs prlimit (util-linux). */
    static boolean mayTakeDescriptors() {
        return Files.exists(PRLIMIT);
    }

    /** Allows a process no further descriptors until the returned value is closed. */
    static Ending takeDescriptors(Process process) throws IOException {
        String pid = "--pid=" + process.pid();
        String before = output("prlimit", pid, "--nofile", "--noheadings", "--output=SOFT").strip();
        // Every JVM has more open than these, and keeps what it has.
        output("prlimit", pid, "--nofile=3:");
        return () -> output("prlimit", pid, "--nofile=" + before + ":");
    }

    /**
     * Returns whether {@link #limitProcessor} works: it needs control groups of version 1, and the
     * right to make one.
     */
    static boolean mayLimitProcessor() {
        return Files.isWritable(GROUPS.resolve("cgroup.procs"));
    }

    /** Limits a process to a share of one processor until the returned value is closed. */
    static Ending limitProcessor(Process process, int percent) throws IOException {
        Path group = Files.createTempDirectory(GROUPS, "regatta-test-");
        Files.writeString(group.resolve("cpu.cfs_period_us"), "" + PERIOD_MICROS);
        Files.writeString(group.resolve("cpu.cfs_quota_us"), "" + percent * PERIOD_MICROS / 100);
        Files.writeString(group.resolve("cgroup.procs"), "" + process.pid());
        return () -> {
            Files.writeString(group.resolve("cpu.cfs_quota_us"), "-1");
            for (String pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
                Files.writeString(GROUPS.resolve("cgroup.procs"), pid);
            }
            Files.delete(group);
        };
    }

    /** Ends a hardship. */
    interface Ending extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.onExit().join().exitValue())
                .as("%s: %s", String.join(" ", command), said)
                .isZero();
        return said;
    }
}
