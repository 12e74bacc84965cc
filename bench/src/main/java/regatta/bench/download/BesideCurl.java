package regatta.bench.download;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import regatta.comparison.plan.Sample;

/**
 * Downloads many files from an nginx in every mode and with {@code curl --parallel}. Start it in
 * Regatta's folder with {@code BesideCurl FOLDER ROUNDS}; FOLDER grows up to 3 GB.
 *
 * <p>Each round runs every mode and curl in a random sequence. The benchmark reads each downloaded
 * file, compares its sha256, and fails on a difference. It prints the wall times from submission to
 * end, and the peak memory of a downloading process in the first and in the last round.
 */
public final class BesideCurl {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MODES =
            List.of(
                    "batch",
                    "thread-pool",
                    "virtual-threads",
                    "fork-join",
                    "async",
                    "processes",
                    "cluster");
    private static final String CURL = "curl --parallel";

    /** How many files are downloaded at a time: the slots that a download job gets by default. */
    private static final int AT_A_TIME = 16;

    private final Path folder;
    private final int http;
    private final Process coordinator;
    private final Process worker;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * One download of a whole set of files.
     *
     * @param residentKib the peak memory of one downloading process; 0 for curl
     */
    private record Run(double seconds, long residentKib) {}

    /** The measurements of one mode, or of curl. */
    private record Series(String how, List<Run> runs) {
        double[] sorted() {
            return runs.stream().mapToDouble(Run::seconds).sorted().toArray();
        }

        double median() {
            return Sample.median(sorted());
        }

        String memory() {
            long first = runs.getFirst().residentKib();
            return first == 0
                    ? "–"
                    : "%d → %d".formatted(first >> 10, runs.getLast().residentKib() >> 10);
        }
    }

    private BesideCurl(Path folder) throws IOException {
        this.folder = folder;
        http = freePort();
        int cluster = freePort();
        coordinator =
                regatta("coordinator", "--http", "127.0.0.1:" + http, "--cluster", at(cluster));
        String line = coordinator.inputReader().readLine();
        while (line != null && !line.contains("ready")) {
            line = coordinator.inputReader().readLine();
        }
        worker = regatta("worker", "--join", at(cluster), "--io-slots", "" + AT_A_TIME);
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]).toAbsolutePath();
        int rounds = Integer.parseInt(args[1]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Origin origin = new Origin(folder.resolve("origin"), freePort())) {
            List<Origin.FileSet> sets =
                    List.of(
                            origin.write("medium", 200, 5 << 20),
                            origin.write("small", 10_000, 10 << 10));
            BesideCurl bench = new BesideCurl(folder);
            try {
                for (Origin.FileSet set : sets) {
                    print(out, set, bench.measure(set, rounds, new Random(rounds)));
                }
            } finally {
                bench.end();
            }
        }
    }

    private List<Series> measure(Origin.FileSet set, int rounds, Random random) throws Exception {
        List<Series> all = new ArrayList<>();
        all.add(new Series(CURL, new ArrayList<>()));
        MODES.forEach(mode -> all.add(new Series(mode, new ArrayList<>())));
        List<Series> order = new ArrayList<>(all);
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Series series : order) {
                String how = series.how();
                Run run = how.equals(CURL) ? curl(set) : job(set, how);
                System.err.printf("%s %d %s: %.2f s%n", set.name(), round, how, run.seconds());
                series.runs().add(run);
            }
        }
        return all;
    }

    private Run curl(Origin.FileSet set) throws Exception {
        Path to = Files.createDirectories(folder.resolve("curl"));
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < set.files().size(); i++) {
            list.append("url = \"%s\"\noutput = \"%d\"\n".formatted(set.files().get(i).url(), i));
        }
        Path config = Files.writeString(folder.resolve("curl.list"), list);
        long start = System.nanoTime();
        Process curl =
                new ProcessBuilder(
                                "curl",
                                "--fail",
                                "--parallel",
                                "--parallel-immediate",
                                "--parallel-max",
                                "" + AT_A_TIME,
                                "--config",
                                config.toString())
                        .directory(to.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("curl.log").toFile())
                        .start();
        require(curl.waitFor() == 0, "curl failed, see curl.log");
        double seconds = (System.nanoTime() - start) / 1e9;
        check(set, to);
        return new Run(seconds, 0);
    }

    private Run job(Origin.FileSet set, String mode) throws Exception {
        for (ProcessHandle process : downloaders(mode)) {
            // Resets the peak memory, so that the next reading is this job's peak.
            Files.writeString(Path.of("/proc/" + process.pid() + "/clear_refs"), "5");
        }
        String body =
                JSON.writeValueAsString(
                        Map.of(
                                "workload",
                                Map.of("kind", "download", "urls", set.files()),
                                "mode",
                                mode));
        long start = System.nanoTime();
        JsonNode job =
                send(
                        HttpRequest.newBuilder(uri("/api/v1/jobs"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        String id = job.at("/id").asText();
        require(!id.isEmpty(), job.toString());
        while (job.at("/endedAt").isNull() || job.at("/endedAt").isMissingNode()) {
            job = send(HttpRequest.newBuilder(uri("/api/v1/jobs/" + id + "?wait=PT30S")));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        require(job.at("/state").asText().equals("SUCCEEDED"), job.toString());
        long resident = 0;
        for (ProcessHandle process : downloaders(mode)) {
            resident = Math.max(resident, mostResidentKib(process));
        }
        check(set, folder.resolve("data/downloads").resolve(id));
        return new Run(seconds, resident);
    }

    private List<ProcessHandle> downloaders(String mode) {
        return switch (mode) {
            case "processes" -> coordinator.descendants().toList();
            case "cluster" -> List.of(worker.toHandle());
            default -> List.of(coordinator.toHandle());
        };
    }

    private static long mostResidentKib(ProcessHandle process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    /** Checks that the folder contains exactly the files of the set, then deletes them. */
    private static void check(Origin.FileSet set, Path folder) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.toList();
        }
        List<String> digests = new ArrayList<>();
        for (Path file : found) {
            digests.add(Origin.sha256(Files.readAllBytes(file)));
            Files.delete(file);
        }
        Collections.sort(digests);
        List<String> expected =
                set.files().stream().map(Origin.OriginFile::sha256).sorted().toList();
        require(digests.equals(expected), "files differ from the origin's in " + folder);
        Files.delete(folder);
    }

    private static void print(PrintStream out, Origin.FileSet set, List<Series> all) {
        double reference = all.getFirst().median();
        out.printf(
                "%n%,d files of %,d KiB, %d rounds%n%n",
                set.files().size(), set.bytes() >> 10, all.getFirst().runs().size());
        out.println("| | median s | min–max s | × curl's time | MiB at most, first → last round |");
        out.println("|---|---:|---:|---:|---:|");
        for (Series series : all) {
            double[] sorted = series.sorted();
            out.printf(
                    "| `%s` | %.2f | %.2f–%.2f | %.2f | %s |%n",
                    series.how(),
                    series.median(),
                    sorted[0],
                    sorted[sorted.length - 1],
                    series.median() / reference,
                    series.memory());
        }
    }

    private Process regatta(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./regatta"));
        command.addAll(Arrays.asList(arguments));
        command.addAll(
                List.of(
                        "--set",
                        "regatta.data-directory=\"" + folder.resolve("data") + "\"",
                        "--set",
                        "regatta.download.allowed-networks=[\"127.0.0.1/32\"]"));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve(arguments[0] + ".log").toFile())
                .start();
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JSON.readTree(client.send(request.build(), BodyHandlers.ofString()).body());
    }

    private URI uri(String path) {
        return URI.create("http://" + at(http) + path);
    }

    private static String at(int port) {
        return "127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void require(boolean success, String failure) {
        if (!success) {
            throw new IllegalStateException(failure);
        }
    }

    private void end() throws InterruptedException {
        worker.destroy();
        worker.waitFor();
        coordinator.destroy();
        coordinator.waitFor();
    }
}
