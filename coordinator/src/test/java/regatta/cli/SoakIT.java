package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs small jobs while one random fault follows another: every accepted job ends right, and the
 * coordinator's memory stays flat. The coordinator is never killed, so that its memory can be
 * compared; {@link KillsIT} kills it. {@code -Dregatta.soak=PT1H} runs for an hour, {@code
 * -Dregatta.soak.seed=S} repeats the faults of a run.
 */
class SoakIT {
    private static final Duration SOAK = Duration.parse(System.getProperty("regatta.soak", "PT3S"));
    private static final long SEED = Long.getLong("regatta.soak.seed", System.nanoTime());
    private static final int WORKERS = 3;
    private static final int SECONDS_TO_END = 120;

    /** In a shorter run the memory still grows, because classes are loaded. */
    private static final Duration LONG_ENOUGH_FOR_MEMORY = Duration.ofMinutes(5);

    private static final double MOST_GROWTH = 1.25;
    private static final long MOST_MORE_BYTES = 8 << 20;

    /** A fault and its longest time in milliseconds. */
    private enum Fault {
        NODE_DIES(0),
        NODE_RESTARTS(0),
        CHILD_DIES(0),
        NODE_FREEZES(5_000),
        COORDINATOR_FREEZES(4_000),
        CONNECTIONS_ARE_RESET(2_000),
        NODE_LACKS_PROCESSOR(3_000);

        private final int longestMillis;

        Fault(int longestMillis) {
            this.longestMillis = longestMillis;
        }
    }

    @TempDir Path folder;
    private TestingNode nodes;
    private final Random random = new Random(SEED);
    private final List<Process> workers = new ArrayList<>();
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);

    @BeforeEach
    void prepare() throws IOException {
        nodes = new TestingNode(folder);
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void losesNothingWhateverFailsForHowLong() throws Exception {
        List<Fault> faults = possible();
        Process coordinator =
                nodes.startCoordinator(
                        List.of(),
                        "--set=regatta.coordinator.lease=3s",
                        "--set=regatta.store.keep-ended=1000");
        for (int each = 0; each < WORKERS; each++) {
            start();
        }
        TestingLoad load = TestingLoad.start(nodes, new Random(SEED + 1), _ -> {});
        load.goOnForEnds(1);
        long begin = System.nanoTime();
        long heap = 0;
        while (System.nanoTime() - begin < SOAK.toNanos()) {
            one(faults.get(random.nextInt(faults.size())), coordinator, load);
            load.goOnFor(random.nextInt(1_000));
            if (heap == 0 && System.nanoTime() - begin > SOAK.toNanos() / 3) {
                heap = heap(coordinator);
            }
        }
        int jobs = load.stop(SECONDS_TO_END).size();

        long heapAtEnd = heap(coordinator);
        System.out.printf(
                "seed %d: %s of faults %s; %d jobs ended right; the coordinator's heap after a"
                        + " collection: %d KiB after a third of the time, %d KiB at the end%n",
                SEED, SOAK, counts, jobs, heap / 1024, heapAtEnd / 1024);
        if (SOAK.compareTo(LONG_ENOUGH_FOR_MEMORY) >= 0) {
            assertThat((double) heapAtEnd).isLessThan(MOST_GROWTH * heap + MOST_MORE_BYTES);
        }
        coordinator.destroy();
        assertThat(coordinator.waitFor()).isZero();
        assertThat(nodes.regatta("store", "check")).isEqualTo(Exit.OK);
    }

    /** Returns the faults that this machine allows. */
    private static List<Fault> possible() throws IOException {
        List<Fault> faults = new ArrayList<>(List.of(Fault.values()));
        if (!Hardship.mayResetConnections()) {
            faults.remove(Fault.CONNECTIONS_ARE_RESET);
        }
        if (!Hardship.mayLimitProcessor()) {
            faults.remove(Fault.NODE_LACKS_PROCESSOR);
        }
        return faults;
    }

    private void one(Fault fault, Process coordinator, TestingLoad load) throws Exception {
        counts.merge(fault, 1, Integer::sum);
        int millis = fault.longestMillis == 0 ? 0 : random.nextInt(fault.longestMillis);
        Process worker = workers.get(random.nextInt(workers.size()));
        switch (fault) {
            case NODE_DIES -> {
                TestingNode.kill(worker);
                workers.remove(worker);
                start();
            }
            case NODE_RESTARTS -> {
                worker.destroy();
                workers.remove(worker);
                start();
            }
            case CHILD_DIES -> {
                List<ProcessHandle> children = coordinator.children().toList();
                if (!children.isEmpty()) {
                    children.get(random.nextInt(children.size())).destroyForcibly();
                }
            }
            case NODE_FREEZES -> freeze(worker, millis, load);
            case COORDINATOR_FREEZES -> freeze(coordinator, millis, load);
            case CONNECTIONS_ARE_RESET -> {
                Hardship.resetConnections(nodes.clusterPort());
                load.goOnFor(millis);
                Hardship.resetConnections(nodes.clusterPort());
            }
            case NODE_LACKS_PROCESSOR -> {
                try (Hardship.Ending _ = Hardship.limitProcessor(worker, 5)) {
                    load.goOnFor(millis);
                }
            }
        }
    }

    private static void freeze(Process process, int millis, TestingLoad load) throws Exception {
        TestingJvm.signal("STOP", process);
        try {
            load.goOnFor(millis);
        } finally {
            TestingJvm.signal("CONT", process);
        }
    }

    private void start() throws IOException {
        workers.add(nodes.startWorker("--slots", "1"));
    }

    /**
     * Returns the bytes of live objects. The histogram also counts what a collection puts into gaps
     * between them.
     */
    private static long heap(Process process) throws Exception {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                // By default it waits for ten seconds.
                                "-J-Dsun.tools.attach.attachTimeout=60000",
                                "" + process.pid(),
                                "GC.class_histogram")
                        .redirectErrorStream(true)
                        .start();
        List<String> lines = jcmd.inputReader().lines().toList();
        assertThat(jcmd.waitFor()).as(lines.toString()).isZero();
        String total = lines.getLast().strip();
        assertThat(total).startsWith("Total");
        long fillers =
                lines.stream()
                        .filter(line -> line.contains("jdk.internal.vm.Filler"))
                        .mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[2]))
                        .sum();
        return Long.parseLong(total.split(" +", -1)[2]) - fillers;
    }
}
