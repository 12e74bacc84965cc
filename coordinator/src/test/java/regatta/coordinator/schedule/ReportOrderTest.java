package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;

/** Reports count in their order and once; what counted is acknowledged. */
class ReportOrderTest {
    private static final Timings RAN = new Timings(0, 1_000_000_000, -1, -1, 0, 0, 0);

    private final TestingSchedule schedule = new TestingSchedule();

    @BeforeEach
    void runThreeTasks() {
        schedule.join("w", 3);
        schedule.accept(job("a", 3, 3));
    }

    @Test
    void acknowledgesAReportAfterWhatItSettled() {
        List<Decision> decisions = report(1, 0);
        assertThat(decisions.getFirst()).isInstanceOf(Decision.Settle.class);
        assertThat(decisions.getLast()).isEqualTo(acknowledge(1));
    }

    @Test
    void acknowledgesAReportThatComesAgainWithoutCountingIt() {
        report(1, 0);
        assertThat(report(1, 0)).containsExactly(acknowledge(1));
        assertThat(schedule.schedule.lateOutcomes()).isZero();
    }

    @Test
    void dropsAReportUntilTheOneBeforeItHasCome() {
        report(1, 0);
        assertThat(report(3, 2)).isEmpty();
        assertThat(report(2, 1)).contains(acknowledge(2));
        assertThat(report(3, 2)).contains(acknowledge(3));
    }

    @Test
    void beginsWithTheFirstReportThatNoCoordinatorAcknowledged() {
        schedule.worker("w").reports = 16;
        schedule.hello("w");
        assertThat(report(18, 1)).isEmpty();
        assertThat(report(17, 0)).contains(acknowledge(17));
        assertThat(report(18, 1)).contains(acknowledge(18));
    }

    @Test
    void waitsForTheHelloOfAWorkerThatWasLost() {
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofSeconds(11));
        assertThat(report(1, 0)).isEmpty();
        List<Held> ended = schedule.at("w");
        schedule.worker("w").unreported.addAll(ended);
        schedule.worker("w").held.clear();
        schedule.hello("w");
        assertThat(report(1, 0, 1, 2)).contains(acknowledge(1));
        assertThat(schedule.schedule.lateOutcomes()).isZero();
    }

    @Test
    void ignoresAWorkerThatItDoesNotKnow() {
        JobReport empty = new JobReport(new JobId("a"), List.of(), List.of(), List.of());
        assertThat(schedule.schedule.report(new WorkerId("?"), 1, List.of(empty), 0)).isEmpty();
    }

    private List<Decision> report(long sequence, int... tasks) {
        JobReport report =
                new JobReport(
                        new JobId("a"),
                        List.of(),
                        Arrays.stream(tasks)
                                .mapToObj(task -> new Held("w", task, "a", task, 1, false))
                                .map(held ->
                                        TestingSchedule.ended(held, TestingSchedule.SUCCESS, RAN))
                                .toList(),
                        List.of());
        return schedule.schedule.report(
                new WorkerId("w"), sequence, List.of(report), schedule.now());
    }

    private static Decision acknowledge(long report) {
        return new Decision.Acknowledge(new WorkerId("w"), report);
    }
}
