package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.Regatta;

/**
 * Two comparisons at the same time, beside a coordinator that runs a job: nobody notices. Each
 * compares its sums with the closed form itself, and fails otherwise.
 */
@Timeout(180)
class CompareBesideIT {
    @TempDir Path folder;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(process -> process.destroyForcibly().onExit().join());
    }

    @Test
    void twoAtOnceDisturbNeitherEachOtherNorACoordinator() throws Exception {
        try (TestingNode nodes = new TestingNode(Files.createDirectory(folder.resolve("node")))) {
            Process coordinator = nodes.startCoordinator(List.of());
            String body =
                    """
                    {"workload": {"kind": "faulty", "repeat": 8, "tasks": ["wait 500"]},
                     "mode": "thread-pool", "slots": 1}
                    """;
            String id = nodes.submit("beside", body).json().at("/id").asText();
            Path temporary = Files.createDirectory(folder.resolve("temporary"));
            Process one = compare(temporary, "one");
            Process other = compare(temporary, "other");

            assertThat(one.waitFor()).as(() -> log("one")).isZero();
            assertThat(other.waitFor()).as(() -> log("other")).isZero();
            assertCompared("one");
            assertCompared("other");
            try (Stream<Path> left = Files.list(temporary)) {
                assertThat(left).isEmpty();
            }
            assertThat(coordinator.isAlive()).isTrue();
            JsonNode beside = nodes.awaitEnd(id);
            assertThat(beside.at("/state").asText()).as("%s", beside).isEqualTo("SUCCEEDED");
            assertThat(beside.at("/report/attempts").asInt()).isEqualTo(8);
            JsonNode jobs = nodes.get("/api/v1/jobs").json();
            assertThat(jobs.path("items")).as("theirs are elsewhere: %s", jobs).hasSize(1);
        }
    }

    private void assertCompared(String name) {
        for (String form : List.of("json", "md", "csv", "html")) {
            Path report = folder.resolve(name).resolve("report." + form);
            assertThat(report).content().contains("batch", "thread-pool");
        }
    }

    private Process compare(Path temporary, String name) throws IOException {
        List<String> command = new ArrayList<>(TestingJvm.command("-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of(Regatta.class.getName(), "compare", "sum-of-squares"));
        command.addAll(List.of("--target=1000", "--repeat=4", "--rounds=1"));
        command.addAll(List.of("--modes=batch,thread-pool", "--report=" + folder.resolve(name)));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".log").toFile())
                        .start();
        started.add(process);
        return process;
    }

    private String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException none) {
            return none.toString();
        }
    }
}
