package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
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

    @AfterAll
    static void removeGroup() throws IOException {
        Surroundings.removeGroup();
    }

    static Stream<Arguments> everywhere() {
        return Arrays.stream(Surroundings.values())
                .filter(one ->
                        one.name().matches(System.getProperty("regatta.surroundings", "QUIET")))
                .flatMap(one ->
                        Arrays.stream(Canonical.values())
                                .map(canonical -> Arguments.of(canonical, one)));
    }

    /** Elsewhere than on a quiet machine the rounds may tell less, but nothing wrong. */
    @ParameterizedTest
    @MethodSource("everywhere")
    void saysNothingWrong(Canonical canonical, Surroundings surroundings) throws Exception {
        assumeTrue(canonical.name().matches(System.getProperty("regatta.canonical", "")));
        Map<String, Object> workload = Map.of("kind", "scripted", "scripts", canonical.scripts());

        Analysed analysed =
                compare(
                        surroundings,
                        canonical.name(),
                        workload,
                        "--modes=batch,thread-pool,virtual-threads,async,processes",
                        "--slots=" + canonical.slots(),
                        "--rounds=5");

        JsonNode verdict = analysed.analysis().at("/verdict");
        String level = verdict.at("/level").asText();
        System.out.printf(
                "| %s | %s | %s | %s | %s | %s |%n",
                canonical,
                surroundings,
                level,
                verdict.at("/use").asText(),
                verdict.at("/cause/kind").asText(),
                verdict.at("/sentence").asText());
        boolean told = level.equals("CERTAIN") || level.equals("LIKELY");
        if (told || surroundings == Surroundings.QUIET) {
            assertThat(verdict.at("/cause/kind").asText())
                    .as(analysed.out())
                    .isIn(surroundings.causes(canonical).stream().map(Enum::name).toList());
            assertThat(verdict.at("/use").asText())
                    .as(analysed.out())
                    .isIn(surroundings.uses(canonical));
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheRightWayToShareAndNamesTheOthers(CanonicalSharing canonical) throws Exception {
        assumeTrue(canonical.name().matches(System.getProperty("regatta.canonical", "")));

        Analysed analysed =
                compare(
                        Surroundings.QUIET,
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

    private Analysed compare(
            Surroundings surroundings, String name, Map<String, Object> workload, String... options)
            throws Exception {
        Path job = folder.resolve("job.json");
        JSON.writeValue(job.toFile(), Map.of("workload", workload));
        List<String> command = surroundings.around(command(job, options));
        List<Process> hogs = surroundings.hogs();
        Process compare =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
        try {
            assertThat(compare.waitFor(9, TimeUnit.MINUTES)).isTrue();
        } finally {
            compare.destroy();
            hogs.forEach(Process::destroyForcibly);
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
                                // As the launcher and the coordinator's own worker JVMs have it.
                                "-XX:Tier4InvocationThreshold=50000",
                                "-XX:Tier4CompileThreshold=150000",
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
