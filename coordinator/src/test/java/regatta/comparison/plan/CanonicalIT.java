package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * Runs {@code regatta compare} on workloads whose right answer is known. Only a quiet machine of
 * two cores gives reliable times, so it runs on request: see docs/benchmarking.md.
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
    void givesTheRightModeAndCause(Canonical canonical) throws Exception {
        assumeTrue(canonical.name().matches(System.getProperty("regatta.canonical", "")));
        Map<String, Object> workload = Map.of("kind", "scripted", "scripts", canonical.scripts());

        Analysed analysed =
                compare(
                        canonical.name(),
                        workload,
                        "--modes=batch,thread-pool,virtual-threads,async,processes",
                        "--slots=" + canonical.slots(),
                        "--rounds=5");

        JsonNode verdict = analysed.analysis().at("/verdict");
        assertThat(verdict.at("/cause/kind").asText())
                .as(analysed.out())
                .isEqualTo(canonical.cause().name());
        assertThat(verdict.at("/use").asText()).as(analysed.out()).isIn(canonical.uses());
    }

    @ParameterizedTest
    @EnumSource
    void givesTheRightWayToShareAndNamesTheOthers(CanonicalSharing canonical) throws Exception {
        assumeTrue(canonical.name().matches(System.getProperty("regatta.canonical", "")));

        Analysed analysed =
                compare(
                        canonical.name(),
                        canonical.workload(),
                        "--modes=" + canonical.mode(),
                        "--slots=" + (canonical.mode().equals("batch") ? 1 : 2),
                        "--vary=" + canonical.field() + "=" + canonical.varied(),
                        "--rounds=5");

        JsonNode verdict = analysed.analysis().at("/verdict");
        assertThat(verdict.at("/cause/kind").asText()).isEqualTo("BY_DESIGN");
        assertThat(verdict.at("/use").asText()).as(analysed.out()).isIn(canonical.uses());
        JsonNode unfit = analysed.analysis().at("/unfit");
        assertThat(unfit.size()).as(analysed.out()).isEqualTo(canonical.unfit().size());
        canonical
                .unfit()
                .forEach((arm, why) -> assertThat(unfit.path(arm).asText()).as(arm).contains(why));
    }

    /** What a comparison found, and all that it printed. */
    private record Analysed(JsonNode analysis, String out) {}

    private Analysed compare(String name, Map<String, Object> workload, String... options)
            throws Exception {
        Path job = folder.resolve("job.json");
        JSON.writeValue(job.toFile(), Map.of("workload", workload));
        Process compare =
                new ProcessBuilder(command(job, options))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
        try {
            assertThat(compare.waitFor(9, TimeUnit.MINUTES)).isTrue();
        } finally {
            compare.destroy();
        }
        String out = Files.readString(folder.resolve("out"));
        System.out.println(name + "\n" + out);
        assertThat(compare.exitValue()).as(out).isZero();
        JsonNode report = JSON.readTree(folder.resolve("report/report.json").toFile());
        return new Analysed(report.at("/comparisons/0/analysis"), out);
    }

    private List<String> command(Path job, String... options) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home", ""), "bin", "java")
                                        .toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx400m",
                                "-cp",
                                System.getProperty("java.class.path", ""),
                                Regatta.class.getName(),
                                "compare",
                                job.toString(),
                                "--report=" + folder.resolve("report")));
        command.addAll(List.of(options));
        return command;
    }
}
