package regatta.comparison;

import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.Arm.Variation;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonSpec;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.store.JobJson;
import regatta.plugin.BlockSettings;
import regatta.workload.Workloads;
import regatta.workload.sumofsquares.SumOfSquares;

/** Comparisons as a coordinator passes them to a store. */
final class TestingComparisons {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123Z");
    static final ComparisonCodec CODEC =
            new ComparisonCodec(
                    new JobJson(
                            Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind))));

    private TestingComparisons() {}

    private static final AttemptSample SAMPLE =
            new AttemptSample(
                    2,
                    List.of("w1", "w2"),
                    List.of(
                            new AttemptSample.Drawn(0, 0, 0, 5, 105, 60, 30, 10),
                            new AttemptSample.Drawn(1, 1, 3, 7, 77, -1, -1, 0)));

    /** A comparison of four arms with two workloads, each shared by two arms. */
    static ComparisonView accepted() {
        List<Arm> arms =
                Arm.each(
                        TestingRounds.modes("batch", "async"),
                        List.of(2),
                        List.of(new Variation("tasksPerTarget", List.of("1", "4"))));
        List<JobSpec> jobs = new ArrayList<>();
        for (Arm arm : arms) {
            int tasks = Integer.parseInt(arm.varied().getFirst().value());
            jobs.add(
                    new JobSpec(
                            SumOfSquares.KIND,
                            new SumOfSquares.Spec(List.of(5L), tasks, 1),
                            arm.label(),
                            arm.mode(),
                            2,
                            3,
                            null,
                            0));
        }
        ComparisonSpec spec =
                new ComparisonSpec(
                        "half a pair: \ud83d",
                        "sums",
                        Map.of("kind", SumOfSquares.KIND, "targets", List.of(5)),
                        Plan.of(arms, 1, 3, 7),
                        jobs);
        return ComparisonView.accepted(ComparisonId.random(), spec, NOW);
    }

    static List<Round> rounds(int count) {
        return TestingRounds.computing(
                        TestingRounds.arms("batch", "async"), 3, (arm, block) -> 1.0 / 3 + block)
                .rounds()
                .subList(0, count)
                .stream()
                .map(round -> round.with(SAMPLE))
                .toList();
    }
}
