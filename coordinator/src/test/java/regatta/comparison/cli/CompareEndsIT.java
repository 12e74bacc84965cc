package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.cli.TestingJvm;
import regatta.comparison.ReportJson;
import regatta.comparison.Verification;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Round;
import regatta.comparison.report.ComparisonReport;

/** Stops comparisons and local jobs while they run, and checks what they leave behind. */
@Timeout(300)
class CompareEndsIT {
    /** On an idle machine five seconds suffice. */
    private static final int SECONDS = 40;

    /** After so many rounds of three arms each has one that counts. Many more are left then. */
    private static final int ENOUGH = 8;

    @TempDir Path folder;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void leavesNothingWhenInterrupted() throws Exception {
        Process compare = inMidRun("processes,cluster", 3, "--target=250000", "--rounds=10");
        while (roundsOf(folders().getFirst()) < ENOUGH) {
            assertThat(compare.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        assumeThat(ignoresInterrupts(compare))
                .as("SIGINT is ignored, as in the background")
                .isFalse();
        List<ProcessHandle> children = compare.descendants().toList();
        long interruptedAt = System.nanoTime();
        TestingJvm.signal("INT", compare);

        assertThat(compare.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        say("ended", interruptedAt, "SIGINT");
        assertThat(compare.exitValue()).isEqualTo(130);
        goesOn();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(folders()).isEmpty();
    }

    /** What the interrupted comparison measured is kept, and another process runs the rest. */
    private void goesOn() throws Exception {
        Path report = folder.resolve("report").resolve("report.json");
        Comparison begun = ReportJson.read(Files.readString(report)).begun().orElseThrow();
        assertThat(begun.rounds()).hasSizeGreaterThanOrEqualTo(ENOUGH);
        Process resumed = regatta("compare", "--resume=" + report);
        assertThat(resumed.waitFor()).isZero();
        ComparisonReport whole = ReportJson.read(Files.readString(report));
        assertThat(whole.incomplete()).isNull();
        Comparison ended = whole.comparisons().getFirst().comparison();
        assertThat(ended.plan()).isEqualTo(begun.plan());
        assertThat(ended.rounds()).startsWith(begun.rounds().toArray(Round[]::new));
        assertThat(ended.plan().next(ended.rounds())).isEmpty();
        assertThat(Verification.of(Files.readString(report)).differences()).isEmpty();
        Process again = regatta("compare", "--resume=" + report);
        assertThat(again.waitFor()).as("nothing is left to do").isEqualTo(2);
    }

    @Test
    void leavesNothingOfALocalJobWhenInterrupted() throws Exception {
        Process submit =
                regatta("submit", "--local", "command", "--", "sleep", "{}", ":::", "1000");
        while (submit.descendants().noneMatch(CompareEndsIT::sleeps)) {
            assertThat(submit.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        assumeThat(ignoresInterrupts(submit)).isFalse();
        List<ProcessHandle> children = submit.descendants().toList();
        TestingJvm.signal("INT", submit);

        assertThat(submit.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(submit.exitValue()).isEqualTo(130);
        // What guards the programs of a JVM ends right after the JVM.
        for (ProcessHandle child : children) {
            child.onExit().get(SECONDS, TimeUnit.SECONDS);
        }
        assertThat(folders()).isEmpty();
        assertThat(folder.resolve("0.log")).content().contains("regatta: interrupted");
    }

    private static boolean sleeps(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("sleep");
    }

    @Test
    void leavesNoProcessWhenKilledAndTheNextRunDeletesItsFolder() throws Exception {
        Process compare = inMidRun("cluster", 2, "--target=100000000", "--rounds=20");
        List<ProcessHandle> children = compare.descendants().toList();
        long killedAt = System.nanoTime();
        TestingJvm.signal("KILL", compare);

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

    /** Whether the parent of this JVM ignores interrupts, which all its children inherit. */
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

    /**
     * Starts a comparison of batch with {@code modes}, and waits until it has {@code children}
     * worker JVMs.
     */
    private Process inMidRun(String modes, int children, String target, String rounds)
            throws Exception {
        Process compare = compare(target, rounds, "--repeat=400", "--modes=batch," + modes);
        while (compare.descendants().count() < children || folders().isEmpty()) {
            assertThat(compare.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        return compare;
    }

    /** How many rounds the store of a comparison holds. */
    private static int roundsOf(Path temporary) throws SQLException {
        String store = "jdbc:sqlite:file:%s?mode=ro".formatted(temporary.resolve("regatta.db"));
        try (Connection connection = DriverManager.getConnection(store);
                Statement statement = connection.createStatement();
                ResultSet rounds = statement.executeQuery("SELECT COUNT(*) FROM round")) {
            return rounds.getInt(1);
        }
    }

    private Process compare(String... options) throws IOException {
        List<String> all = new ArrayList<>();
        all.addAll(List.of("compare", "sum-of-squares", "--report=" + folder.resolve("report")));
        all.addAll(List.of(options));
        return regatta(all.toArray(String[]::new));
    }

    private Process regatta(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(TestingJvm.command("-Djava.io.tmpdir=" + folder));
        command.add("regatta.Regatta");
        command.addAll(List.of(arguments));
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
}
