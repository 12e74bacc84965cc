package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static regatta.coordinator.schedule.TestingJob.job;
import static regatta.coordinator.schedule.TestingSchedule.FAILURE;
import static regatta.coordinator.schedule.TestingSchedule.SUCCESS;

import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.RunReport;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.JvmUse;
import regatta.protocol.Timings;

/** Into which part of a slot's account the time between two attempts goes. */
class SlotAccountTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long NANOS = SECOND.toNanos();
    private static final Offset<Double> EXACTLY = within(1e-9);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void thePauseBeforeARetryIsTimeInWhichNoTaskIsReady() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1).maxAttempts(2));
        schedule.pass(SECOND);
        schedule.ends(schedule.only("a"), FAILURE, ran(1, 0));
        long failedAt = schedule.now();
        pausesUntil("a");
        double pause = (schedule.now() - failedAt) / 1e9;
        schedule.pass(SECOND);
        // It is 0.15 s on its way to the worker, and as long on its way back.
        schedule.ends(schedule.only("a"), SUCCESS, ran(0.7, pause + 0.15));

        RunReport.SlotAccount account = report("a").slotAccount();
        assertThat(account.running()).isCloseTo(1.7, EXACTLY);
        assertThat(account.noneReady()).isPositive().isLessThanOrEqualTo(pause);
        assertThat(account.handOver() + account.noneReady()).isCloseTo(pause + 0.3, EXACTLY);
        assertThat(account.drained()).isZero();
    }

    @Test
    void aSlotWaitsForThePauseOfAnotherUntilTheLastTaskIsSent() {
        schedule.join("w", 2);
        schedule.accept(job("a", 2, 2).maxAttempts(2));
        schedule.pass(SECOND);
        schedule.ends(schedule.of("a").getFirst(), SUCCESS, ran(1, 0));
        long freeSince = schedule.now();
        schedule.pass(SECOND);
        schedule.ends(schedule.only("a"), FAILURE, ran(2, 0));
        pausesUntil("a");
        double sentAfter = (schedule.now() - freeSince) / 1e9;
        schedule.pass(SECOND);
        double idle = schedule.only("a").slot() == 0 ? sentAfter : sentAfter - 1;
        schedule.ends(schedule.only("a"), SUCCESS, ran(1, idle));

        RunReport report = report("a");
        RunReport.SlotAccount account = report.slotAccount();
        assertThat(account.drained()).as("after the last task was sent").isCloseTo(1, EXACTLY);
        assertThat(account.all()).isCloseTo(2 * report.wallSeconds(), EXACTLY);
    }

    @Test
    void aTaskThatWasHandedBackWasReadyAllTheTime() {
        schedule.join("w", 2);
        schedule.accept(job("a", 2, 2));
        TestingSchedule.Held second = schedule.of("a").get(1);
        schedule.pass(SECOND);
        schedule.returns(second);
        assertThat(schedule.of("a")).hasSize(2);
        schedule.pass(SECOND);
        schedule.of("a").forEach(held -> schedule.ends(held, SUCCESS, ran(1, 0.5)));
        assertThat(report("a").slotAccount().noneReady()).isZero();
    }

    @Test
    void timeWithoutACoreIsKnownOnlyWhereEveryAttemptTellsIt() {
        schedule.join("w", 1);
        schedule.accept(job("a", 2, 1));
        schedule.pass(SECOND);
        schedule.ends(schedule.only("a"), SUCCESS, timings(NANOS, NANOS / 2, NANOS / 4, 9));
        assertThat(report("a").ready()).isEqualTo(new RunReport.Ready(0.25, 9));
        schedule.pass(SECOND);
        schedule.ends(schedule.only("a"), SUCCESS, timings(NANOS, NANOS / 2, -1, 0));
        assertThat(report("a").ready()).isNull();
    }

    @Test
    void attemptsThatNeverBeganHideNothing() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        schedule.pass(SECOND);
        schedule.ends(schedule.only("a"), TestingSchedule.CANCELLED, timings(0, -1, -1, 0));
        schedule.pass(SECOND);
        schedule.ends(schedule.only("a"), SUCCESS, timings(NANOS, NANOS / 2, NANOS / 4, 1));
        assertThat(report("a").ready()).isEqualTo(new RunReport.Ready(0.25, 1));
    }

    @Test
    void addsUpWhatAJvmUsed() {
        schedule.join("w", 1);
        schedule.accept(job("a", 2, 1));
        schedule.pass(SECOND);
        uses("a", new JvmUse(NANOS, 100, 0, 0, 50, 60));
        schedule.ends(schedule.only("a"), SUCCESS, ran(1, 0));
        uses("a", new JvmUse(NANOS, 11, NANOS / 2, 2 * NANOS, 55, 90));
        schedule.pass(SECOND);
        schedule.ends(schedule.only("a"), SUCCESS, ran(1, 0));
        assertThat(report("a").workers())
                .containsExactly(
                        new RunReport.WorkerShare(
                                "w", 2, 2, new RunReport.JvmShare(2, 111, 0.5, 2, 50, 90)));
    }

    private void uses(String job, JvmUse use) {
        JobReport part = new JobReport(new JobId(job), List.of(), List.of(), List.of(), use);
        schedule.report("w", ++schedule.worker("w").reports, part);
    }

    private void pausesUntil(String job) {
        while (schedule.of(job).isEmpty()) {
            schedule.pass(Duration.ofMillis(1));
        }
    }

    private RunReport report(String job) {
        return schedule.schedule.runReport(new JobId(job), "cluster", false).orElseThrow();
    }

    private static Timings ran(double seconds, double idle) {
        long nanos = Math.round(seconds * NANOS);
        return new Timings(0, nanos, nanos, 0, 0, Math.round(idle * NANOS), 0);
    }

    private static Timings timings(long ran, long cpu, long ready, long turns) {
        return new Timings(0, ran, cpu, ready, turns, 0, 0);
    }
}
