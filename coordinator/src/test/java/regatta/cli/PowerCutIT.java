package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.SqliteJobStore;
import regatta.coordinator.store.StoreCheck;
import regatta.coordinator.store.StoreSettings;
import regatta.plugin.BlockSettings;
import regatta.protocol.JobId;
import regatta.workload.Workloads;

/**
 * Cuts the power of a coordinator and a worker node at random instants, while both download files.
 * {@code -Dregatta.powercut.times=N} cuts it more often, {@code -Dregatta.powercut.seed=S} cuts it
 * after as many files as another run.
 *
 * <p>A disk is an ext4 file system in a plain file. The plain file has only what ext4 has written.
 * Without a sync, ext4 writes much later than any test needs. A copy of the plain file is therefore
 * the disk after a power cut. The store and the files have a disk each, because a sync of the store
 * would also write the names of all files on its disk.
 */
@Timeout(1_200)
class PowerCutIT {
    private static final int TIMES = Integer.getInteger("regatta.powercut.times", 3);
    private static final long SEED = Long.getLong("regatta.powercut.seed", System.nanoTime());
    private static final String[] MODES = {"cluster", "virtual-threads"};
    private static final int FILES = 16;
    private static final int UNENDED = 2;

    /** The most files that succeed between two cuts. */
    private static final int MOST_BETWEEN = 20;

    @TempDir Path folder;
    private final Random random = new Random(SEED);
    private final List<Path> mounted = new ArrayList<>();
    private final List<TestingNode> started = new ArrayList<>();

    /** The jobs that got 202, each with the number of its first file. */
    private final Map<String, Integer> accepted = new TreeMap<>();

    private final List<String> unended = new ArrayList<>();

    /** The tasks that were seen to have succeeded, by the name of their file. */
    private final Map<String, Done> done = new TreeMap<>();

    private record Done(String job, int task) {}

    /** The disks of a coordinator and its worker node, by the folders where they are mounted. */
    private record Disks(Path store, Path files) {
        String[] settings() {
            return new String[] {
                "--set=regatta.download.directory=\"" + files + "\"",
                "--set=regatta.download.allowed-networks=[\"127.0.0.1/32\"]",
                "--set=regatta.coordinator.rejoin=1s"
            };
        }
    }

    @AfterEach
    void unmount() throws Exception {
        started.forEach(TestingNode::close);
        List<Path> left = new ArrayList<>();
        for (Path each : mounted.reversed()) {
            if (!runs("umount", each.toString())) {
                left.add(each);
            }
        }
        assertThat(left).as("still mounted").isEmpty();
    }

    @Test
    void aPowerCutLosesNothingThatIsDone() throws Exception {
        for (String disk : List.of("store", "files")) {
            String image = image(disk);
            assertThat(runs("truncate", "--size=512M", image)).isTrue();
            assumeTrue(
                    runs("mkfs.ext4", "-q", "-J", "size=4", image), "needs mkfs.ext4 (e2fsprogs)");
            assumeTrue(mount(disk), "needs root, to mount a file through a loop device");
        }
        // The test later mounts the copies of a cut beside both disks.
        for (String probe : List.of("probe1", "probe2")) {
            assertThat(runs("cp", image("files"), image(probe))).isTrue();
            assumeTrue(mount(probe), "needs four loop devices");
        }
        unmount(new Disks(folder.resolve("probe1"), folder.resolve("probe2")));
        Disks disks = new Disks(folder.resolve("store"), folder.resolve("files"));
        try (Origin origin = new Origin()) {
            TestingNode nodes = nodes(disks);
            Process coordinator = nodes.startCoordinator(List.of(), disks.settings());
            Process worker = nodes.startWorker(disks.settings());
            int seen = 0;
            for (int cut = 1; cut <= TIMES; cut++) {
                goOn(nodes, origin);
                freeze(coordinator, worker);
                for (String disk : List.of("store", "files")) {
                    assertThat(runs("cp", image(disk), image(disk + cut))).isTrue();
                    assertThat(mount(disk + cut)).isTrue();
                }
                TestingJvm.signal("CONT", coordinator);
                TestingJvm.signal("CONT", worker);
                Disks left =
                        new Disks(folder.resolve("store" + cut), folder.resolve("files" + cut));
                check(left, "cut %d of seed %d".formatted(cut, SEED));
                seen = done.size();
                if (cut == TIMES) {
                    recover(left);
                } else {
                    unmount(left);
                }
            }
            System.out.printf(
                    "seed %d: %d power cuts lost none of %d accepted jobs and %d succeeded tasks%n",
                    SEED, TIMES, accepted.size(), seen);
        }
    }

    private TestingNode nodes(Disks disks) throws IOException {
        TestingNode nodes =
                new TestingNode(Files.createTempDirectory(folder, "logs"), disks.store());
        started.add(nodes);
        return nodes;
    }

    /** Submits jobs until a random number of further tasks are seen to have succeeded. */
    private void goOn(TestingNode nodes, Origin origin) throws Exception {
        int wanted = done.size() + 1 + random.nextInt(MOST_BETWEEN);
        while (done.size() < wanted) {
            while (unended.size() < UNENDED) {
                submit(nodes, origin);
            }
            read(nodes, unended.get(random.nextInt(unended.size())));
        }
        if (random.nextInt(4) == 0) {
            submit(nodes, origin);
        }
    }

    private void submit(TestingNode nodes, Origin origin) throws Exception {
        int first = accepted.size() * FILES;
        String body =
                """
                {"workload": {"kind": "download", "urls": [%s], "rate": 1000000},
                 "mode": "%s", "slots": 2}
                """
                        .formatted(
                                IntStream.range(first, first + FILES)
                                        .mapToObj(origin::url)
                                        .collect(Collectors.joining(",")),
                                MODES[accepted.size() % MODES.length]);
        TestingNode.Answer answer = nodes.submit("job-" + first, body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(202);
        String id = answer.json().at("/id").asText();
        accepted.put(id, first);
        unended.add(id);
    }

    /** Notes which tasks of a job have succeeded. */
    private void read(TestingNode nodes, String job) throws Exception {
        JsonNode tasks =
                nodes.get("/api/v1/jobs/" + job + "/tasks?state=SUCCEEDED").json().at("/items");
        for (JsonNode task : tasks) {
            done.put(task.at("/file/name").asText(), new Done(job, task.at("/index").asInt()));
        }
        if (tasks.size() == FILES) {
            unended.remove(job);
        }
    }

    /**
     * Stops processes, and returns when no thread is in the middle of a sync any more: a disk that
     * changes cannot be copied.
     */
    private static void freeze(Process... processes) throws Exception {
        for (Process process : processes) {
            TestingJvm.signal("STOP", process);
        }
        for (Process process : processes) {
            Path threads = Path.of("/proc/" + process.pid() + "/task");
            boolean still = false;
            while (!still) {
                try (Stream<Path> each = Files.list(threads)) {
                    still = each.allMatch(PowerCutIT::isStopped);
                }
            }
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            // The state follows the name, which may contain anything.
            String stat = Files.readString(thread.resolve("stat"));
            return stat.startsWith(") T", stat.lastIndexOf(')'));
        } catch (IOException ended) {
            return true;
        }
    }

    /** Checks what is on the disks, before any node uses them again. */
    private void check(Disks left, String when) throws Exception {
        assertThat(named(left.files())).as(when).containsAll(done.keySet());
        StoreSettings settings =
                new StoreSettings(
                        left.store().resolve("regatta.db"),
                        true,
                        Integer.MAX_VALUE,
                        Duration.ofDays(1),
                        Long.MAX_VALUE);
        assertThat(StoreCheck.run(settings).findings()).as(when).isEmpty();
        try (SqliteJobStore store =
                SqliteJobStore.open(
                        settings,
                        Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind)),
                        failure -> {
                            throw new AssertionError(failure);
                        })) {
            for (String id : accepted.keySet()) {
                assertThat(store.find(new JobId(id))).as("%s: %s", when, id).isPresent();
                assertThat(
                                store.page(new JobId(id), 0, FILES).stream()
                                        .map(Settlement::task)
                                        .map(task -> new Done(id, task)))
                        .as(when)
                        .containsAll(
                                done.values().stream()
                                        .filter(one -> one.job().equals(id))
                                        .toList());
            }
        }
    }

    /** Starts nodes on the disks that a cut left, and waits until they have ended all jobs. */
    private void recover(Disks left) throws Exception {
        TestingNode nodes = nodes(left);
        nodes.startCoordinator(List.of(), left.settings());
        nodes.startWorker(left.settings());
        for (String id : accepted.keySet()) {
            JsonNode job = nodes.awaitEnd(id);
            assertThat(job.at("/state").asText())
                    .as("%s of seed %d", job, SEED)
                    .isEqualTo("SUCCEEDED");
            read(nodes, id);
        }
        assertThat(done).as("seed %d", SEED).hasSize(accepted.size() * FILES);
        assertThat(named(left.files())).as("seed %d", SEED).containsAll(done.keySet());
    }

    /** Returns the final names of all files on a disk, after it has checked what is in them. */
    private static List<String> named(Path disk) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(disk)) {
            files =
                    all.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .toList();
        }
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            // A file that the cut kept from being reported was fetched again, as NUMBER-TASK.
            int number = Integer.parseInt(name.replaceFirst("-.*", ""));
            byte[] content = Files.readAllBytes(file);
            assertThat(content)
                    .as("%s of %d bytes", file, content.length)
                    .isEqualTo(Origin.content(number));
            names.add(name);
        }
        return names;
    }

    /** Mounts the file of a disk. The timer of ext4's journal commits nothing during the test. */
    private boolean mount(String disk) throws Exception {
        Path at = Files.createDirectory(folder.resolve(disk));
        boolean done = runs("mount", "-o", "loop,commit=300", image(disk), at.toString());
        if (done) {
            mounted.add(at);
        }
        return done;
    }

    /** The plain file of a disk. */
    private String image(String disk) {
        return folder.resolve(disk + ".image").toString();
    }

    private void unmount(Disks disks) throws Exception {
        for (Path each : List.of(disks.store(), disks.files())) {
            assertThat(runs("umount", each.toString())).isTrue();
            mounted.remove(each);
            Files.delete(folder.resolve(each.getFileName() + ".image"));
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Sends numbered files of random bytes. */
    private static final class Origin implements AutoCloseable {
        private static final int MOST_BYTES = 80_000;

        private final TestingHttp server;

        Origin() throws IOException {
            server = new TestingHttp(Origin::answer);
        }

        String url(int file) {
            return "\"http://127.0.0.1:%d/%d\"".formatted(server.port(), file);
        }

        static byte[] content(int file) {
            Random bytes = new Random(file);
            byte[] content = new byte[1 + bytes.nextInt(MOST_BYTES)];
            bytes.nextBytes(content);
            return content;
        }

        private static void answer(HttpExchange exchange) throws IOException {
            byte[] content =
                    content(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
            try (exchange) {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
