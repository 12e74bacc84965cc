package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.Regatta;
import regatta.coordinator.WorkerJvms;

/**
 * {@code regatta compare} on workloads whose right answer is known. Only a quiet machine of two
 * cores gives trusty times, so it runs when asked for: see docs/benchmarking.md.
 */
@EnabledIfSystemProperty(
        named = "regatta.canonical",
        matches = ".+",
        disabledReason =
                "it measures times, for which the machine has to be quiet: -Dregatta.canonical='.*'")
@Timeout(600)
@ResourceLock(WorkerJvms.LOCK)
class CanonicalIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void isToldWhatToUseAndWhy(Canonical canonical) throws Exception {
        assumeTrue(canonical.name().matches(System.getProperty("regatta.canonical", "")));
        Path job = folder.resolve("job.json");
        JSON.writeValue(
                job.toFile(),
                Map.of("workload", Map.of("kind", "scripted", "scripts", canonical.scripts())));
        Process compare =
                new ProcessBuilder(command(job, canonical))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
        try {
            assertThat(compare.waitFor(9, TimeUnit.MINUTES)).isTrue();
        } finally {
            compare.destroy();
        }
        String out = Files.readString(folder.resolve("out"));
        System.out.println(canonical + "\n" + out);
        assertThat(compare.exitValue()).as(out).isZero();
        JsonNode verdict =
                JSON.readTree(folder.resolve("report/report.json").toFile())
                        .at("/comparisons/0/analysis/verdict");
        assertThat(verdict.at("/cause/kind").asText()).as(out).isEqualTo(canonical.cause().name());
        assertThat(verdict.at("/use").asText()).as(out).isIn(canonical.uses());
    }

    private List<String> command(Path job, Canonical canonical) {
        return List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "-cp",
                System.getProperty("java.class.path", ""),
                Regatta.class.getName(),
                "compare",
                job.toString(),
                "--modes",
                "batch,thread-pool,virtual-threads,async,processes",
                "--slots",
                String.valueOf(canonical.slots()),
                "--rounds",
                "5",
                "--report",
                folder.resolve("report").toString());
    }
}
