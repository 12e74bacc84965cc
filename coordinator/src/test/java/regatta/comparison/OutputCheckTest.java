package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.comparison.OutputCheck.Checked;
import regatta.comparison.plan.OutputMark;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.TaskView;
import regatta.plugin.BlockSettings;
import regatta.workload.TaskFile;
import regatta.workload.Workloads;
import regatta.workload.download.Download;
import regatta.workload.download.Downloaded;
import regatta.workload.download.Source;
import regatta.workload.sumofsquares.SumOfSquares;

class OutputCheckTest {
    static final Workloads WORKLOADS =
            Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind));

    private final OutputCheck check = new OutputCheck(WORKLOADS, List.of());

    @Test
    void takesTheClosedFormOfEveryTarget() throws Exception {
        Checked checked = check.accept("batch", sums(List.of("332833500", "0")));
        assertThat(checked.answer()).containsExactly("1,000: 332833500", "0: 0");
        assertThat(checked.unfit()).isNull();
        assertThat(checked.figures()).isEmpty();
        assertThatThrownBy(() -> check.accept("async", sums(List.of("332833500"))))
                .isInstanceOf(ComparisonFailedException.class)
                .hasMessageContaining(
                        "async gave a wrong output: 1 sums for 2 targets. No figures");
        assertThat(check.notes()).isEmpty();
    }

    @Test
    void comparesWithWhatTheArmGaveBeforeAnInterruption() throws Exception {
        Round before =
                TestingRounds.computing(TestingRounds.arms("batch"), 1, (_, _) -> 1)
                        .rounds()
                        .getFirst();
        JobView right = sums(List.of("332833500", "0"));
        Record output = Objects.requireNonNull(right.output());
        OutputCheck same = after(marked(before, OutputDigest.of(output)));
        assertThat(same.accept("batch", right).unfit()).isNull();
        OutputCheck other = after(marked(before, new OutputMark("other", null)));
        assertThatThrownBy(() -> other.accept("batch", right))
                .hasMessageContaining("outputs of batch differ from those before");
        assertThat(other.accept("async", right).unfit()).isNull();
    }

    private static OutputCheck after(Round earlier) {
        return new OutputCheck(WORKLOADS, List.of(earlier));
    }

    private static Round marked(Round round, OutputMark mark) {
        return new Round(
                round.arm(),
                round.block(),
                round.warmUp(),
                round.job(),
                round.startedAt(),
                round.startSeconds(),
                round.conditions(),
                round.report(),
                round.answer(),
                null,
                round.figures(),
                mark,
                round.sample());
    }

    @Test
    void refusesAJobWithoutOutput() {
        assertThatThrownBy(() -> check.accept("async", view("download", downloadSpec(), null)))
                .hasMessageContaining("async: job ")
                .hasMessageContaining("no output");
    }

    @Test
    void wantsAFileForEachDownload() {
        assertThatThrownBy(() ->
                        check.accept(
                                "async",
                                view("download", downloadSpec(), new Download.Output(1, 5))))
                .hasMessageContaining("1 of 2 downloads have a file");
    }

    @Test
    void notesThatALiveUrlChanged() throws Exception {
        check.accept("batch", downloads(10));
        check.look(downloads(10), List.of(task(0, "1"), task(1, "2")));
        assertThat(check.notes()).isEmpty();
        check.accept("async", downloads(12));
        check.look(downloads(12), List.of(task(0, "1"), task(1, "3")));
        assertThat(check.notes())
                .containsExactly("The content of b changed between rounds (sha256 differs).");
    }

    @Test
    void notesThatUncheckedOutputsDiffer() throws Exception {
        check.accept("batch", downloads(10));
        check.accept("async", downloads(12));
        assertThat(check.notes()).containsExactly("The outputs of rounds differ.");
    }

    private static TaskView task(int index, String sha256) {
        String name = index == 0 ? "a" : "b";
        return new TaskView(
                index,
                TaskView.State.SUCCEEDED,
                1,
                "w",
                null,
                new Downloaded("https://" + name, 200, name, 1, sha256),
                new TaskFile(name, 1, sha256),
                null);
    }

    private static JobView sums(List<String> sums) {
        return view(
                "sum-of-squares",
                new SumOfSquares.Spec(List.of(1000L, 0L), 1, 1),
                new SumOfSquares.Output(sums));
    }

    private static JobView downloads(long bytes) {
        return view("download", downloadSpec(), new Download.Output(2, bytes));
    }

    private static Download.Spec downloadSpec() {
        return new Download.Spec(
                List.of(Source.of("https://a/"), Source.of("https://b/")), 1, 1, null);
    }

    private static JobView view(String kind, Record workload, @Nullable Record output) {
        JobSpec spec = new JobSpec(kind, workload, "", "batch", null, 3, null, 0);
        return TestingRoundJobs.view(spec, JobState.SUCCEEDED, output, null);
    }
}
