package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.Regatta;

/**
 * Runs three hosts, which are network namespaces on a bridge, and cuts the link of one. {@code
 * -Dregatta.cut.seconds=N} cuts it for longer, {@code -Dregatta.cut.faults=NODE_IS_DEAF,SLOW} lets
 * links fail in other ways, one after the other; {@code -Dregatta.cut.seed=S} repeats which packets
 * {@code LOSSY} loses.
 */
class CutLinkIT {
    private static final int CUT_SECONDS = Integer.getInteger("regatta.cut.seconds", 12);
    private static final Duration PATIENCE = Duration.ofMinutes(2).plusSeconds(CUT_SECONDS);
    private static final String FAULTS = System.getProperty("regatta.cut.faults", "CUT");
    private static final long SEED = Long.getLong("regatta.cut.seed", System.nanoTime());
    private static final Duration CUT = Duration.ofSeconds(CUT_SECONDS);
    private static final String MARK = "rg" + ProcessHandle.current().pid() % 100_000;

    /**
     * Each run has a network of its own, so that the remains of another run do not take its
     * packets.
     */
    private static final String NET = "10.77." + ProcessHandle.current().pid() % 250 + ".";

    private static final String COORDINATOR = NET + "1:7355";
    private static final String BRIDGE = MARK + "b";

    @TempDir private Path folder;
    private final List<Process> started = new ArrayList<>();

    /** Tells the relay of the second host's link what to do. Only a lossy link needs a relay. */
    private @Nullable Writer relay;

    /** The commands that remove what the test created. Without ip even a query would fail. */
    private final List<String[]> removals = new ArrayList<>();

    private final ApiClient api = new ApiClient("http://" + NET + "1:8080");

    @BeforeEach
    void connectHosts() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/sbin/ip")) || Files.exists(Path.of("/sbin/ip")),
                "needs ip (iproute2)");
        assumeTrue(succeeds("ip", "netns", "add", MARK + "x"), "needs root, to make namespaces");
        run("ip", "netns", "del", MARK + "x");
        assumeTrue(succeeds("ip", "link", "add", BRIDGE, "type", "bridge"), "needs bridges");
        removals.add(new String[] {"ip", "link", "del", BRIDGE});
        run("ip", "addr", "add", NET + "254/24", "dev", BRIDGE);
        run("ip", "link", "set", BRIDGE, "up");
        for (int host = 1; host <= 3; host++) {
            String name = MARK + host;
            run("ip", "netns", "add", name);
            removals.add(new String[] {"ip", "netns", "del", name});
            if (host == 2 && FAULTS.contains(Fault.LOSSY.name())) {
                relay(name);
            } else {
                assumeTrue(
                        succeeds(
                                "ip",
                                "link",
                                "add",
                                link(host),
                                "type",
                                "veth",
                                "peer",
                                "eth0",
                                "netns",
                                name),
                        "needs veth");
            }
            run("ip", "link", "set", link(host), "master", BRIDGE, "up");
            run("ip", "-n", name, "addr", "add", NET + host + "/24", "dev", "eth0");
            run("ip", "-n", name, "link", "set", "eth0", "up");
            run("ip", "-n", name, "link", "set", "lo", "up");
        }
    }

    /** Connects the second host by two devices and a process between them. */
    private void relay(String name) throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "needs /dev/net/tun");
        Path script = Path.of(CutLinkIT.class.getResource("relay.py").toURI());
        Process process =
                new ProcessBuilder("python3", script.toString(), "" + SEED, link(2), MARK + "e")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        started.add(process);
        relay = process.outputWriter();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        run("ip", "link", "set", MARK + "e", "netns", name, "name", "eth0");
    }

    @AfterEach
    void disconnect() throws Exception {
        started.forEach(Process::destroyForcibly);
        for (Process process : started) {
            process.waitFor();
        }
        for (String[] removal : removals.reversed()) {
            succeeds(removal);
        }
    }

    /** How links of worker nodes fail. */
    private enum Fault {
        /** The link of one node is down. */
        CUT,

        /** What one node sends is lost. */
        NODE_IS_UNHEARD,

        /** What the coordinator sends to one node is lost. */
        NODE_IS_DEAF,

        /** The links of all nodes are down. */
        ALL_CUT,

        /** The link of one node goes down and up each second. */
        FLAPPING,

        /** One node sends and hears at most 64 kB a second. */
        SLOW,

        /** Packets of one node come 100 ms late both ways, and one in twenty does not come. */
        LOSSY;

        /** Whether a node is out of reach for so long that its lease runs out. */
        boolean outlastsLeases() {
            return this == CUT || this == NODE_IS_UNHEARD || this == ALL_CUT;
        }

        /** Whether the other node goes on meanwhile. */
        boolean leavesAnotherNode() {
            return this != ALL_CUT;
        }

        /** Whether every node keeps all of its tasks. */
        boolean costsNothing() {
            return this == SLOW || this == LOSSY;
        }
    }

    @Test
    void aLinkThatFailsCostsOnlyItsWorkerWhileItFails() throws Exception {
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
        for (String name : FAULTS.split(",", -1)) {
            fails(Fault.valueOf(name));
        }
        assertThat(started).allMatch(Process::isAlive);
    }

    private void fails(Fault fault) throws Exception {
        String sums = submit(BuiltInJobs.sumOfSquares(List.of(10_000_000L), 200, null));
        String id = submit(waits(4 * CUT_SECONDS + 20));
        until(fault + ": both work", () -> succeeded(id) >= 4);

        begin(fault);
        long cutAt = System.nanoTime();
        if (fault.outlastsLeases()) {
            int others = fault.leavesAnotherNode() ? 1 : 0;
            until(fault + ": it is seen to be lost", () -> joined() == others);
        }
        if (fault.leavesAnotherNode()) {
            int before = succeeded(id);
            until(fault + ": the rest goes on", () -> succeeded(id) >= before + 4);
        }
        until(
                fault + ": it is over",
                () -> {
                    if (fault == Fault.FLAPPING) {
                        long second = (System.nanoTime() - cutAt) / 1_000_000_000;
                        run("ip", "link", "set", link(2), second % 2 == 0 ? "down" : "up");
                    }
                    return System.nanoTime() - cutAt > CUT.toNanos();
                });
        end(fault);
        until(fault + ": it is back", () -> joined() == 2);
        until(
                fault + ": the jobs have ended",
                () ->
                        !api.get("/api/v1/jobs/" + id).path("endedAt").isNull()
                                && !api.get("/api/v1/jobs/" + sums).path("endedAt").isNull());

        JsonNode ended = api.get("/api/v1/jobs/" + id);
        assertThat(ended.path("state").asText()).as("%s: %s", fault, ended).isEqualTo("SUCCEEDED");
        JsonNode summed = api.get("/api/v1/jobs/" + sums);
        assertThat(summed.at("/output/sums/0").asText())
                .as("%s: %s", fault, summed)
                .isEqualTo("333333283333335000000");
        // If all nodes come back at once, each reports its own attempts and none is repeated.
        if (fault.outlastsLeases() && fault.leavesAnotherNode()) {
            assertThat(repeated(ended) + repeated(summed)).as("%s", fault).isPositive();
        }
        if (fault.costsNothing()) {
            assertThat(repeated(ended) + repeated(summed)).as("%s", fault).isZero();
        }
    }

    private void begin(Fault fault) throws Exception {
        switch (fault) {
            case CUT, FLAPPING -> run("ip", "link", "set", link(2), "down");
            case ALL_CUT -> {
                run("ip", "link", "set", link(2), "down");
                run("ip", "link", "set", link(3), "down");
            }
            // A queue of one byte holds no packet.
            case NODE_IS_UNHEARD -> run(ofNode("add", "bfifo limit 1"));
            case NODE_IS_DEAF -> run(toNode("add", "bfifo limit 1"));
            case SLOW -> {
                run(ofNode("add", "tbf rate 512kbit burst 16kb latency 400ms"));
                run(toNode("add", "tbf rate 512kbit burst 16kb latency 400ms"));
            }
            case LOSSY -> tellRelay("lossy");
        }
    }

    private void end(Fault fault) throws Exception {
        switch (fault) {
            case CUT, FLAPPING -> run("ip", "link", "set", link(2), "up");
            case ALL_CUT -> {
                run("ip", "link", "set", link(2), "up");
                run("ip", "link", "set", link(3), "up");
            }
            case NODE_IS_UNHEARD -> run(ofNode("del", ""));
            case NODE_IS_DEAF -> run(toNode("del", ""));
            case SLOW -> {
                run(ofNode("del", ""));
                run(toNode("del", ""));
            }
            case LOSSY -> tellRelay("right");
        }
    }

    private void tellRelay(String line) throws IOException {
        Objects.requireNonNull(relay).append(line).append('\n').flush();
    }

    /** A command for the queue of what the second host sends. */
    private static String[] ofNode(String action, String queue) {
        return "ip netns exec %s2 tc qdisc %s dev eth0 root %s"
                .formatted(MARK, action, queue)
                .strip()
                .split(" ", -1);
    }

    /** A command for the queue of what the second host gets. */
    private static String[] toNode(String action, String queue) {
        return "tc qdisc %s dev %s root %s".formatted(action, link(2), queue).strip().split(" ");
    }

    private static int repeated(JsonNode job) {
        return job.at("/report/repeatedAttempts").asInt();
    }

    private String submit(ObjectNode job) {
        return api.send("POST", "/api/v1/jobs", job.put("mode", "cluster")).path("id").asText();
    }

    /** Tasks that wait half a second and use no processor. */
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
        started.add(
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(host + ".log").toFile())
                        .start());
    }

    /** Repeats a request, which fails until the node listens. */
    private void until(String what, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!holds(condition)) {
            assertThat(System.nanoTime() - start)
                    .as(() -> what + " of seed " + SEED + "; the coordinator's log:\n" + log())
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
