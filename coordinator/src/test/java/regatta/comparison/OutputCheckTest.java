package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.TaskView;
import regatta.workload.TaskFile;
import regatta.workload.download.Download;
import regatta.workload.download.Downloaded;
import regatta.workload.download.Source;
import regatta.workload.sumofsquares.SumOfSquares;

class OutputCheckTest {
    private final OutputCheck check = new OutputCheck();

    @Test
    void takesTheClosedFormOfEveryTarget() throws Exception {
        check.accept("batch", sums(List.of("332833500", "0")));
        assertThatThrownBy(() -> check.accept("async", sums(List.of("332833500"))))
                .isInstanceOf(ComparisonFailedException.class)
                .hasMessageContaining("async gave wrong sums");
        assertThat(check.notes()).isEmpty();
    }

    @Test
    void refusesAJobWithoutOutput() {
        assertThatThrownBy(() -> check.accept("async", view(sumsSpec(), null)))
                .hasMessageContaining("async: job ")
                .hasMessageContaining("no output");
    }

    @Test
    void notesThatALiveUrlChanged() throws Exception {
        check.accept("batch", downloads(10));
        check.look(List.of(task("https://a/", "1"), task("https://b/", "2")));
        assertThat(check.notes()).isEmpty();
        check.accept("async", downloads(12));
        check.look(List.of(task("https://a/", "1"), task("https://b/", "3")));
        assertThat(check.notes())
                .containsExactly(
                        "The content of https://b/ changed between downloads (sha256 differs).");
    }

    @Test
    void notesThatOutputsDifferWhoseContentNobodyLookedAt() throws Exception {
        check.accept("batch", downloads(10));
        check.accept("async", downloads(12));
        assertThat(check.notes()).containsExactly("The outputs of rounds differ.");
    }

    private static TaskView task(String url, String sha256) {
        return new TaskView(
                0,
                TaskView.State.SUCCEEDED,
                1,
                "w",
                null,
                new Downloaded(url, 200, "f", 1, sha256),
                new TaskFile("f", 1, sha256),
                null);
    }

    private static JobView sums(List<String> sums) {
        return view(sumsSpec(), new SumOfSquares.Output(sums));
    }

    private static Record sumsSpec() {
        return new SumOfSquares.Spec(List.of(1000L, 0L), 1, 1);
    }

    private static JobView downloads(long bytes) {
        Download.Spec spec =
                new Download.Spec(
                        List.of(Source.of("https://a/"), Source.of("https://b/")), 1, 1, null);
        return view(spec, new Download.Output(2, bytes));
    }

    private static JobView view(Record workload, @Nullable Record output) {
        JobSpec spec = new JobSpec("any", workload, "", "batch", null, 3, null, 0);
        return TestingRoundJobs.view(spec, JobState.SUCCEEDED, output, null);
    }
}
