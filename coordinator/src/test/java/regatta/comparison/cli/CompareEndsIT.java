package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.cli.TestingJvm;

/** What a comparison leaves behind when it is stopped in mid-run. */
@Timeout(180)
class CompareEndsIT {
    /** Five on a machine of one's own. */
    private static final int SECONDS = 40;

    @TempDir Path folder;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void interruptedItLeavesNothing() throws Exception {
        Process compare = inMidRun("processes,cluster", 3);
        assumeThat(ignoresInterrupts(compare))
                .as("SIGINT is ignored, as in the background")
                .isFalse();
        List<ProcessHandle> children = compare.descendants().toList();
        long interruptedAt = System.nanoTime();
        signal("INT", compare);

        assertThat(compare.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        say("ended", interruptedAt, "SIGINT");
        assertThat(compare.exitValue()).isEqualTo(130);
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(folders()).isEmpty();
    }

    @Test
    void killedItLeavesNoProcessAndTheNextDeletesItsFolder() throws Exception {
        Process compare = inMidRun("cluster", 2);
        List<ProcessHandle> children = compare.descendants().toList();
        long killedAt = System.nanoTime();
        signal("KILL", compare);

        for (ProcessHandle child : children) {
            child.onExit().get(SECONDS, TimeUnit.SECONDS);
        }
        say("its children ended", killedAt, "SIGKILL");
        assertThat(compare.waitFor()).isEqualTo(128 + 9);
        Path left = folders().getFirst();
        Process next = compare("--target=1000", "--repeat=1", "--modes=batch", "--rounds=3");
        assertThat(next.waitFor()).isZero();
        assertThat(folders()).as("%s among them", left).isEmpty();
    }

    /** Whether whoever started this JVM has interrupts ignored, which all its children inherit. */
    private static boolean ignoresInterrupts(Process process) throws IOException {
        Path status = Path.of("/proc/%d/status".formatted(process.pid()));
        if (!Files.exists(status)) {
            return false;
        }
        String ignored =
                Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .findFirst()
                        .orElse("SigIgn: 0");
        return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 1 << 1) != 0;
    }

    /** A comparison of batch with modes of which so many worker JVMs are there. */
    private Process inMidRun(String modes, int children) throws Exception {
        Process compare =
                compare(
                        "--target=100000000",
                        "--repeat=400",
                        "--modes=batch," + modes,
                        "--rounds=20");
        while (compare.descendants().count() < children || folders().isEmpty()) {
            assertThat(compare.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        return compare;
    }

    private Process compare(String... options) throws IOException {
        List<String> command = new ArrayList<>(TestingJvm.command("-Djava.io.tmpdir=" + folder));
        command.addAll(
                List.of(
                        "regatta.Regatta",
                        "compare",
                        "sum-of-squares",
                        "--report=" + folder.resolve("report")));
        command.addAll(List.of(options));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(started.size() + ".log").toFile())
                        .start();
        started.add(process);
        return process;
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(path -> path.getFileName().toString().startsWith("regatta-"))
                    .toList();
        }
    }

    private static void say(String what, long since, String signal) {
        double seconds = (System.nanoTime() - since) / 1e9;
        System.out.printf("%s %.2f s after %s%n", what, seconds, signal);
    }

    private static void signal(String name, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }
}
