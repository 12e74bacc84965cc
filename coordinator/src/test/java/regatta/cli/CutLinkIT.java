package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.Regatta;

/**
 * Three hosts, which are network namespaces on a bridge; the link of one is cut. {@code
 * -Dregatta.cut.seconds=N} cuts it for longer.
 */
class CutLinkIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CUT_SECONDS = Integer.getInteger("regatta.cut.seconds", 12);
    private static final Duration CUT = Duration.ofSeconds(CUT_SECONDS);
    private static final String MARK = "rg" + ProcessHandle.current().pid() % 100_000;

    /** Its own, so that what another run left behind does not take its packets. */
    private static final String NET = "10.77." + ProcessHandle.current().pid() % 250 + ".";

    private static final String COORDINATOR = NET + "1:7355";
    private static final String BRIDGE = MARK + "b";

    @TempDir private Path folder;
    private final List<Process> nodes = new ArrayList<>();

    /** How to remove what was made, and nothing else: without ip even asking would fail. */
    private final List<String[]> removals = new ArrayList<>();

    private final ApiClient api = new ApiClient("http://" + NET + "1:8080");

    @BeforeEach
    void connectHosts() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/sbin/ip")) || Files.exists(Path.of("/sbin/ip")),
                "needs ip (iproute2)");
        assumeTrue(succeeds("ip", "netns", "add", MARK + "x"), "needs root, to make namespaces");
        run("ip", "netns", "del", MARK + "x");
        run("ip", "link", "add", BRIDGE, "type", "bridge");
        removals.add(new String[] {"ip", "link", "del", BRIDGE});
        run("ip", "addr", "add", NET + "254/24", "dev", BRIDGE);
        run("ip", "link", "set", BRIDGE, "up");
        for (int host = 1; host <= 3; host++) {
            String name = MARK + host;
            run("ip", "netns", "add", name);
            removals.add(new String[] {"ip", "netns", "del", name});
            run("ip", "link", "add", link(host), "type", "veth", "peer", "eth0", "netns", name);
            run("ip", "link", "set", link(host), "master", BRIDGE, "up");
            run("ip", "-n", name, "addr", "add", NET + host + "/24", "dev", "eth0");
            run("ip", "-n", name, "link", "set", "eth0", "up");
            run("ip", "-n", name, "link", "set", "lo", "up");
        }
    }

    @AfterEach
    void disconnect() throws Exception {
        nodes.forEach(Process::destroyForcibly);
        for (Process node : nodes) {
            node.waitFor();
        }
        for (String[] removal : removals.reversed()) {
            succeeds(removal);
        }
    }

    @Test
    void costsOnlyTheWorkerBehindItAndOnlyForThatTime() throws Exception {
        node(
                1,
                "coordinator",
                "--http=" + NET + "1:8080",
                "--cluster=" + COORDINATOR,
                "--set=regatta.coordinator.lease=4s",
                "--set=regatta.http.allow-remote-without-auth=on");
        node(2, "worker", "--join=" + COORDINATOR, "--cluster=" + NET + "2:0", "--slots=1");
        node(3, "worker", "--join=" + COORDINATOR, "--cluster=" + NET + "3:0", "--slots=1");
        until("both have joined", () -> joined() == 2);
        String sums = submit(BuiltInJobs.sumOfSquares(List.of(10_000_000L), 200, null));
        String id = submit(waits(4 * CUT_SECONDS + 20));
        until("both work", () -> succeeded(id) >= 4);

        run("ip", "link", "set", link(2), "down");
        long cutAt = System.nanoTime();
        until("the other is seen to be lost", () -> joined() == 1);
        int atLoss = succeeded(id);
        until("the rest goes on", () -> succeeded(id) >= atLoss + 4);
        until("the cut is over", () -> System.nanoTime() - cutAt > CUT.toNanos());
        run("ip", "link", "set", link(2), "up");
        until("it is back", () -> joined() == 2);
        until("the job has ended", () -> !api.get("/api/v1/jobs/" + id).path("endedAt").isNull());

        JsonNode ended = api.get("/api/v1/jobs/" + id);
        assertThat(ended.path("state").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
        until(
                "the sums are there",
                () -> !api.get("/api/v1/jobs/" + sums).path("endedAt").isNull());
        JsonNode summed = api.get("/api/v1/jobs/" + sums);
        assertThat(summed.at("/output/sums/0").asText())
                .as(summed.toString())
                .isEqualTo("333333283333335000000");
        assertThat(repeated(ended) + repeated(summed)).isPositive();
        assertThat(nodes).allMatch(Process::isAlive);
    }

    private static int repeated(JsonNode job) {
        return job.at("/report/repeatedAttempts").asInt();
    }

    private String submit(ObjectNode job) {
        return api.send("POST", "/api/v1/jobs", job.put("mode", "cluster")).path("id").asText();
    }

    /** Tasks of half a second that leave the processors to others. */
    private static ObjectNode waits(int tasks) {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        ObjectNode workload = job.putObject("workload").put("kind", "faulty");
        workload.put("repeat", tasks).putArray("tasks").add("wait 500");
        return job;
    }

    private int joined() {
        int joined = 0;
        for (JsonNode worker : api.get("/api/v1/workers").path("items")) {
            boolean node = worker.path("pool").asText().equals("cluster");
            joined += node && worker.path("state").asText().equals("JOINED") ? 1 : 0;
        }
        return joined;
    }

    private int succeeded(String id) {
        return api.get("/api/v1/jobs/" + id).at("/progress/succeeded").asInt();
    }

    private static String link(int host) {
        return MARK + "v" + host;
    }

    private void node(int host, String command, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", MARK + host));
        line.addAll(TestingJvm.command());
        line.addAll(List.of(Regatta.class.getName(), command));
        line.addAll(List.of(options));
        line.add("--set=regatta.cluster.allow-plaintext-for-tests=on");
        line.add("--set=regatta.data-directory=\"" + folder.resolve("data" + host) + "\"");
        nodes.add(
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(host + ".log").toFile())
                        .start());
    }

    /** Asks again and again; until a node listens, nothing answers. */
    private void until(String what, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!holds(condition)) {
            assertThat(System.nanoTime() - start)
                    .as(() -> what + "; the coordinator's log:\n" + log())
                    .isLessThan(PATIENCE.toNanos());
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (CommandException unreachable) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("1.log"));
        } catch (IOException none) {
            return none.toString();
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(succeeds(command)).as(String.join(" ", command)).isTrue();
    }

    private static boolean succeeds(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor() == 0;
    }
}
