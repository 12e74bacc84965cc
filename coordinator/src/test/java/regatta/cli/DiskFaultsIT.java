package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.cli.TestingNode.Answer;

/** Runs a coordinator whose disk is full, fails or is slow. */
@Timeout(300)
class DiskFaultsIT {
    /** The sum of the squares below 1,000. */
    private static final String SUM = "332833500";

    @TempDir Path folder;
    private TestingNode nodes;

    @BeforeEach
    void prepare() throws IOException {
        nodes = new TestingNode(folder);
    }

    @AfterEach
    void end() {
        nodes.close();
    }

    @Test
    void refusesJobsOnlyWhileTheDiskIsFull() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(runs("mount", "-t", "tmpfs", "-o", "size=8m", "regatta-test", disk.toString()))
                .as("needs root, to mount a file system")
                .isTrue();
        try {
            fill(disk);
        } finally {
            nodes.close();
            runs("umount", disk.toString());
        }
    }

    private void fill(Path disk) throws Exception {
        nodes = new TestingNode(folder, disk);
        Path ballast = Files.write(disk.resolve("ballast"), new byte[1 << 20]);
        Process coordinator = nodes.startCoordinator(List.of());
        // The job runs on while the store can keep nothing; its settlements wait.
        String work =
                """
                {"workload": {"kind": "faulty", "tasks": ["wait 500"], "repeat": 40},
                 "mode": "processes"}
                """;
        List<String> accepted = new ArrayList<>();
        accepted.add(nodes.submit("work", work).json().at("/id").asText());
        // These jobs never run, because there is no worker node.
        String body =
                "{\"workload\": {\"kind\": \"sum-of-squares\", \"targets\": [%s 1]},"
                        + " \"mode\": \"cluster\"}";
        String large = body.formatted("100000, ".repeat(20_000));
        Answer answer = nodes.submit("0", large);
        while (answer.status() == 202) {
            accepted.add(answer.json().at("/id").asText());
            answer = nodes.submit(Integer.toString(accepted.size()), large);
        }
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(503);
        assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
        assertThat(accepted).hasSizeGreaterThan(2);
        while (nodes.get("/health/ready").status() != 503) {
            // A small write may succeed meanwhile, but this large one does not.
            assertThat(nodes.submit("more", large).status()).isEqualTo(503);
        }
        assertThat(nodes.get("/health/live").status()).isEqualTo(200);
        for (String id : accepted) {
            assertThat(nodes.get("/api/v1/jobs/" + id).status()).isEqualTo(200);
        }

        Files.delete(ballast);
        while (nodes.get("/health/ready").status() != 200) {
            assertThat(coordinator.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        answer = nodes.submit("small", body.formatted(""));
        assertThat(answer.status()).isEqualTo(202);
        accepted.add(answer.json().at("/id").asText());
        JsonNode worked = nodes.awaitEnd(accepted.getFirst());
        assertThat(worked.at("/state").asText()).as("%s", worked).isEqualTo("SUCCEEDED");
        assertThat(nodes.get("/api/v1/jobs?limit=1000").json().at("/items").findValuesAsText("id"))
                .containsExactlyInAnyOrderElementsOf(accepted);
        for (boolean killed : List.of(true, false)) {
            coordinator = startsOnAFullDisk(coordinator, disk, killed, accepted, large);
        }
        coordinator.destroy();
        assertThat(coordinator.waitFor()).isZero();
        assertThat(nodes.regatta("store", "check")).isEqualTo(Exit.OK);
    }

    /** Ends a coordinator, fills its disk and starts another, which becomes ready with space. */
    private Process startsOnAFullDisk(
            Process before, Path disk, boolean killed, List<String> accepted, String large)
            throws Exception {
        if (killed) {
            before.destroyForcibly();
        } else {
            before.destroy();
        }
        before.waitFor();
        Path ballast = disk.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int written = 0; written < 8 << 20; written += 4_096) {
                out.write(new byte[4_096]);
            }
        } catch (IOException full) {
            assertThat(disk.toFile().getUsableSpace()).isLessThan(4_096);
        }
        Process coordinator = nodes.startCoordinator(List.of());
        assertThat(nodes.get("/health/live").status()).isEqualTo(200);
        for (String id : accepted) {
            assertThat(nodes.get("/api/v1/jobs/" + id).status()).isEqualTo(200);
        }
        // The store gives its spare file up to be able to start, which may leave room for a job.
        Answer answer = nodes.submit("full-" + killed, large);
        assertThat(answer.status()).isIn(202, 503);
        if (answer.status() == 202) {
            accepted.add(answer.json().at("/id").asText());
        }
        Files.delete(ballast);
        while (nodes.get("/health/ready").status() != 200) {
            assertThat(coordinator.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }
        return coordinator;
    }

    @Test
    void slowSyncsCostNoWorkerItsLease() throws Exception {
        assumeThat(runs("strace", "-o", "/dev/null", "true")).as("needs strace").isTrue();
        nodes.startCoordinator(
                atSyncs("delay_exit=1000000"), "--set", "regatta.coordinator.lease=4s");
        nodes.startWorker("--slots", "2");
        String first = nodes.submit("first", body("cluster")).json().at("/id").asText();
        assertThat(nodes.awaitEnd(first).at("/output/sums/0").asText()).isEqualTo(SUM);
        // The workers are ready. Each of these jobs needs one sync to be accepted and one to end.
        long start = System.nanoTime();
        for (String mode : List.of("cluster", "processes")) {
            String id = nodes.submit(mode, body(mode)).json().at("/id").asText();
            JsonNode ended = nodes.awaitEnd(id);
            assertThat(ended.at("/output/sums/0").asText()).isEqualTo(SUM);
            assertThat(ended.at("/report/repeatedAttempts").asInt()).isZero();
        }
        assertThat(System.nanoTime() - start).isGreaterThan(4_000_000_000L);
        assertThat(nodes.errors()).doesNotContain("lost worker");
    }

    /** Injects a fault at syncs of the process and its children, and at no other call. */
    private static List<String> atSyncs(String what) {
        String inject = "inject=fsync,fdatasync:" + what;
        String strace = "strace -f --seccomp-bpf -qq -o /dev/null -e trace=fsync,fdatasync -e ";
        return List.of((strace + inject).split(" "));
    }

    @Test
    void stopsWhenASyncFails() throws Exception {
        assumeThat(runs("strace", "-o", "/dev/null", "true")).isTrue();
        // strace counts each thread by itself. The thread that creates the store makes fewer syncs,
        // so this hits the writer's.
        Process coordinator = nodes.startCoordinator(atSyncs("error=EIO:when=40"));
        int status = 202;
        int jobs = 0;
        while (status == 202) {
            String key = "job-" + jobs++;
            try {
                status = nodes.submit(key, body("thread-pool")).status();
            } catch (IOException ended) {
                status = 503;
            }
        }
        assertThat(status).isEqualTo(503);
        assertThat(coordinator.waitFor()).isEqualTo(Exit.FAILED);
        assertThat(nodes.lastErrors()).contains("the store has failed");
        assertThat(nodes.regatta("store", "check")).isEqualTo(Exit.OK);
    }

    private static String body(String mode) {
        return """
        {"workload": {"kind": "sum-of-squares", "targets": [1000], "tasksPerTarget": 4},
         "mode": "%s", "slots": 2}
        """
                .formatted(mode);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
