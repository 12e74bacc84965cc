package regatta.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.AttemptSample.Drawn;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.document.Html;
import regatta.protocol.Failure;
import regatta.protocol.JobId;

class JobPageTest {
    private static final Instant START = Instant.parse("2026-11-29T10:18:00Z");

    private static final AttemptSample SAMPLE =
            new AttemptSample(
                    2,
                    List.of("w1"),
                    List.of(
                            new Drawn(0, 0, 0, 0, 500_000_000, 400_000_000, -1, 1),
                            new Drawn(1, 0, 1, 0, 900_000_000, 900_000_000, -1, 1)));

    @Test
    void saysHowAJobEndedAndDrawsItsTimeLine() {
        String page =
                JobPage.html(
                        job(JobState.SUCCEEDED, null), List.of("10: 285"), SAMPLE, "{\"a\":1}");
        assertThat(page)
                .contains("<em>Succeeded</em>: 20 tasks in 1.00 s")
                .contains("<li>10: 285</li>")
                .contains("computing 90 %")
                .contains("last attempts: all 2 attempts")
                .contains("aria-label=\"slot 2: 1 attempt\"");
        assertThat(Html.data(page)).contains("{\"a\":1}");
    }

    @Test
    void saysWhyAJobFailed() {
        Failure why = new Failure("status", "3 of 20 tasks failed; <b>404</b>", false);
        assertThat(JobPage.html(job(JobState.FAILED, why), List.of(), AttemptSample.NONE, ""))
                .contains("Failed: 3 of 20 tasks failed, in 1.00 s")
                .contains("status: 3 of 20 tasks failed; &lt;b&gt;404&lt;/b&gt;")
                .contains("Nobody knows: no task ran");
    }

    private record Spec() {}

    private static JobView job(JobState state, @Nullable Failure failure) {
        return new JobView(
                new JobId("j1"),
                1,
                state,
                "processes",
                2,
                new JobSpec("dice", new Spec(), "night", null, null, 3, null, 0),
                START,
                START,
                START.plusSeconds(1),
                new Progress(20, 17, 3, 0),
                1,
                null,
                TestingRounds.report(TestingRounds.arm("processes", 2), 1, 1),
                failure,
                null);
    }
}
