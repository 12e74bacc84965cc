package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.cli.TestingJvm;
import regatta.coordinator.api.JobState;
import regatta.protocol.JobId;

/**
 * Kills a process that uses a store, and fails its disk. {@code -Dregatta.store.kills=N} kills it
 * more often, {@code -Dregatta.store.syncs=1} at every sync instead of every eighth one.
 */
@Timeout(300)
class StoreFaultsIT {
    /** The process dies at every third sync by default. The first is random. */
    private static final int SYNCS = Integer.getInteger("regatta.store.syncs", 8);

    @TempDir Path folder;
    private Path file = Path.of("none");
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("a.db");
    }

    @AfterEach
    void killChildren() throws InterruptedException {
        for (Process child : started) {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void losesNothingThatItAcknowledgedBeforeItWasKilled() throws Exception {
        long seed = Long.getLong("regatta.store.seed", System.nanoTime());
        Random random = new Random(seed);
        Acknowledged acknowledged = new Acknowledged();
        for (int kill = 0; kill < Integer.getInteger("regatta.store.kills", 3); kill++) {
            int lines = 1 + random.nextInt(1_500);
            Process child = start(List.of(), "jobs", "1000000");
            for (int line = 0; line < lines; line++) {
                acknowledged.read(next(child));
            }
            // Process.destroy would discard the last lines of the output.
            child.toHandle().destroyForcibly();
            says(child).forEach(acknowledged::read);
            child.waitFor();
            acknowledged.verify("kill %d of seed %d".formatted(kill, seed));
        }
    }

    @Test
    void refusesAStoreThatAnotherProcessUses() throws Exception {
        Process child = start(List.of(), "jobs", "1000000");
        String opened = next(child);
        assertThat(opened).startsWith("open ");
        long first = Long.parseLong(opened.substring("open ".length()));
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(StoreException.Kind.IN_USE))
                .hasMessageContaining("process " + child.pid() + " on host");
        assertThat(StoreCheck.run(settings()).findings()).isEmpty();
        child.destroyForcibly().waitFor();
        try (SqliteJobStore store = open()) {
            assertThat(store.epoch()).isGreaterThan(first);
        }
    }

    @Test
    void recoversByItselfWhenTheDiskHasSpaceAgain() throws Exception {
        assumeThat(runs("prlimit", "--version")).isTrue();
        // Limits every file of the process to 6 MiB.
        Process child =
                start(List.of("bash", "-c", "ulimit -S -f 6144; exec \"$@\"", "limited"), "fill");
        assertThat(next(child)).startsWith("open ");
        assertThat(next(child)).isEqualTo("full 1000");
        assertThat(next(child)).isEqualTo("refused FULL");
        assertThat(next(child)).isEqualTo("waiting false true");
        assertThat(runs("prlimit", "--pid", Long.toString(child.pid()), "--fsize=unlimited"))
                .isTrue();
        child.outputWriter().append('\n').flush();
        assertThat(next(child)).isEqualTo("recovered true 0");
        assertThat(next(child)).startsWith("accepted ");
        assertThat(next(child)).matches("counted (\\d+) of \\1");
        assertThat(next(child)).isEqualTo("closed");
        assertThat(StoreCheck.run(settings()).findings()).isEmpty();
    }

    @Test
    void losesNothingWhenItDiesAtAnySync() throws Exception {
        assumeStrace();
        Acknowledged acknowledged = new Acknowledged();
        open().close();
        boolean died = true;
        int sync = new Random().nextInt(SYNCS) + 1 - SYNCS;
        while (died) {
            sync += SYNCS;
            Process child = start(strace("signal=KILL:when=" + sync), "jobs", "3");
            says(child).forEach(acknowledged::read);
            died = child.waitFor() != 0;
            acknowledged.verify("killed at sync " + sync);
        }
        assertThat(sync).isGreaterThan(5);
    }

    @Test
    void opensAfterADeathAtAnySyncOfItsCreation() throws Exception {
        assumeStrace();
        boolean died = true;
        int sync = new Random().nextInt(SYNCS) + 1 - SYNCS;
        while (died) {
            sync += SYNCS;
            file = folder.resolve("a%d.db".formatted(sync));
            Process child = start(strace("signal=KILL:when=" + sync), "jobs", "0");
            died = says(child).isEmpty();
            child.waitFor();
            new Acknowledged().verify("killed at sync " + sync);
        }
        assertThat(sync).isGreaterThan(2);
    }

    @Test
    void stopsWhenASyncFails() throws Exception {
        assumeStrace();
        open().close();
        Acknowledged acknowledged = new Acknowledged();
        // strace counts each thread by itself. The thread that opens the store makes fewer syncs,
        // so this hits the writer's.
        for (int sync : new int[] {9, 12}) {
            Process child = start(strace("error=EIO:when=" + sync), "jobs", "1000000");
            List<String> lines = says(child);
            lines.forEach(acknowledged::read);
            assertThat(child.waitFor()).isEqualTo(3);
            assertThat(lines.getLast()).startsWith("fatal ").contains("FSYNC");
            acknowledged.verify("sync %d failed".formatted(sync));
        }
    }

    /**
     * Injects a fault at one sync. strace counts each thread by itself, and opening takes the first
     * sync. With {@code --seccomp-bpf} strace would miss a signal at later syncs.
     */
    private static List<String> strace(String what) {
        String inject = "inject=fsync,fdatasync:" + what;
        return List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", inject);
    }

    /** Reads the next line of a child's output. */
    private static String next(Process child) throws IOException {
        String line = child.inputReader().readLine();
        while (line != null && !line.startsWith(StoreChild.MARK)) {
            line = child.inputReader().readLine();
        }
        assertThat(line).as("what the child says").isNotNull();
        return line.substring(StoreChild.MARK.length());
    }

    /** Reads the rest of a child's output. */
    private static List<String> says(Process child) {
        return child.inputReader()
                .lines()
                .filter(line -> line.startsWith(StoreChild.MARK))
                .map(line -> line.substring(StoreChild.MARK.length()))
                .toList();
    }

    private Process start(List<String> before, String... args) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(TestingJvm.command());
        command.addAll(List.of(StoreChild.class.getName(), settings().file().toString()));
        command.addAll(List.of(args));
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(child);
        return child;
    }

    private static void assumeStrace() throws Exception {
        assumeThat(runs("strace", "-o", "/dev/null", "true")).isTrue();
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private SqliteJobStore open() {
        return SqliteJobStore.open(
                settings(),
                TestingJobs.WORKLOADS,
                failure -> {
                    throw new AssertionError(failure);
                });
    }

    private StoreSettings settings() {
        return new StoreSettings(file, true, 1_000_000, Duration.ofDays(1_000), Long.MAX_VALUE);
    }

    /** The writes that a child has reported as kept. */
    private final class Acknowledged {
        private final List<String> accepted = new ArrayList<>();
        private final List<String> settled = new ArrayList<>();
        private final List<String> ended = new ArrayList<>();

        void read(String line) {
            String detail = line.substring(line.indexOf(' ') + 1);
            switch (line.substring(0, Math.max(0, line.indexOf(' ')))) {
                case "accepted" -> accepted.add(detail);
                case "settled" -> settled.add(detail);
                case "ended" -> ended.add(detail);
                default -> {}
            }
        }

        void verify(String when) {
            try (SqliteJobStore store = open()) {
                assertThat(StoreCheck.run(settings()).findings()).as(when).isEmpty();
                for (String id : accepted) {
                    assertThat(store.find(new JobId(id))).as("%s: %s", when, id).isPresent();
                }
                for (String block : settled) {
                    int from = Integer.parseInt(block.substring(block.indexOf(' ') + 1));
                    JobId id = new JobId(block.substring(0, block.indexOf(' ')));
                    assertThat(store.page(id, from, StoreChild.BLOCK))
                            .as("%s: %s", when, block)
                            .hasSize(StoreChild.BLOCK);
                }
                for (String id : ended) {
                    assertThat(store.find(new JobId(id)).orElseThrow().state())
                            .as("%s: %s", when, id)
                            .isEqualTo(JobState.SUCCEEDED);
                }
            }
        }
    }
}
