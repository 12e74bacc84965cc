package regatta.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import regatta.coordinator.comparison.Comparison;
import regatta.coordinator.comparison.Plan;
import regatta.coordinator.comparison.TestingRounds;
import regatta.coordinator.report.ComparisonReport;

class RoundsTest {
    private static final List<String> MODES = List.of("batch", "thread-pool");

    private final List<String> seen = new ArrayList<>();
    private final Rounds.Listener listener =
            new Rounds.Listener() {
                @Override
                public void begins(Plan.Turn turn, int number, int total) {
                    seen.add(number + "/" + total);
                }

                @Override
                public void ended() {
                    seen.add("ended");
                }
            };

    @Test
    void runsEachRoundAsAJobOfItsArm() throws Exception {
        TestingApi api = new TestingApi(RoundsTest::nothing);
        Comparison comparison = run(api, "tasksPerTarget=1,4");
        assertThat(api.submitted).hasSize(16);
        assertThat(seen).hasSize(17).startsWith("1/16", "2/16").endsWith("16/16", "ended");
        assertThat(api.submitted)
                .filteredOn(job -> job.path("mode").asText().equals("thread-pool"))
                .hasSize(8)
                .allMatch(job -> job.path("slots").asInt() == 2)
                .filteredOn(job -> job.at("/workload/tasksPerTarget").asInt() == 4)
                .hasSize(4);
        assertThat(comparison.rounds()).hasSize(16).filteredOn(r -> r.warmUp()).hasSize(4);
        assertThat(comparison.workload()).containsEntry("kind", "sum-of-squares");
        assertThat(api.requests).contains("GET /api/v1/jobs/j1?wait=PT30S");
    }

    @Test
    void showsNoFigureOfAWrongSum() {
        Consumer<ObjectNode> wrong = job -> ((ArrayNode) job.at("/output/sums")).set(0, "285");
        assertThatThrownBy(() -> run(new TestingApi(wrong)))
                .isInstanceOf(ComparisonFailedException.class)
                .hasMessageContaining("gave wrong sums: [\"285\",\"285\"] instead of")
                .hasMessageContaining("No figures are shown.");
        assertThat(seen).containsExactly("1/8", "ended");
    }

    @Test
    void showsNoFigureOfAMissingSum() {
        Consumer<ObjectNode> missing = job -> ((ArrayNode) job.at("/output/sums")).remove(1);
        assertThatThrownBy(() -> run(new TestingApi(missing)))
                .isInstanceOf(ComparisonFailedException.class);
    }

    @Test
    void namesAJobThatFailed() {
        Consumer<ObjectNode> failed =
                job -> {
                    job.put("state", "FAILED");
                    job.putObject("failure").put("message", "task 3 failed");
                };
        assertThatThrownBy(() -> run(new TestingApi(failed)))
                .isInstanceOf(ComparisonFailedException.class)
                .hasMessageContaining("job j1 FAILED: task 3 failed");
    }

    @Test
    void writesAReportThatCanBeReadAgain() throws Exception {
        ComparisonReport report =
                ComparisonReport.of(
                        Instant.parse("2026-01-02T03:04:05Z"),
                        TestingRounds.TWO_CORES,
                        List.of(run(new TestingApi(RoundsTest::nothing))));
        String json = ReportJson.write(report);
        ComparisonReport read = ReportJson.read(json);
        assertThat(ReportJson.write(read)).isEqualTo(json);
        assertThat(ComparisonReport.of(read.startedAt(), read.machine(), comparisons(read)))
                .as("computed again from the raw rounds")
                .isEqualTo(read);
        assertThat(json).contains("\"startedAt\" : \"2026-01-02T03:04:05Z\"");
    }

    private static void nothing(ObjectNode job) {}

    private static List<Comparison> comparisons(ComparisonReport report) {
        return report.comparisons().stream().map(ComparisonReport.Compared::comparison).toList();
    }

    private Comparison run(TestingApi api, String... vary) throws Exception {
        ObjectNode job = BuiltInJobs.sumOfSquares(List.of(100L, 10L), 3, null);
        Wishes wishes =
                new Wishes(
                        List.of(),
                        List.of(2),
                        3,
                        List.of(vary).stream().map(Wishes::variation).toList(),
                        1);
        return new Rounds(api).run(wishes.plan(job, MODES), Map.of("processes", 1.5), listener);
    }
}
