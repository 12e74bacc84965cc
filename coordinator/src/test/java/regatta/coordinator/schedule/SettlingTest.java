package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static regatta.coordinator.schedule.TestingJob.job;
import static regatta.coordinator.schedule.TestingSchedule.FAILURE;
import static regatta.coordinator.schedule.TestingSchedule.HOPELESS;
import static regatta.coordinator.schedule.TestingSchedule.SUCCESS;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;
import regatta.workload.FailureSide;

/** Each task counts once, whatever comes back how often. */
class SettlingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Timings RAN = new Timings(0, 1_000_000_000, -1, -1, 0, 0, 0);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void settlesATaskWithWhatItsAttemptMeasured() {
        schedule.join("w", 1);
        schedule.pass(SECOND);
        schedule.accept(job("a", 1, 1));
        schedule.pass(Duration.ofMillis(500));
        Timings timings = new Timings(20_000_000, 400_000_000, 300_000_000, 50_000_000, 3, 7, 0);
        schedule.ends(schedule.only("a"), SUCCESS, timings);
        Settlement settled = schedule.settled("a").getFirst();
        assertThat(settled.worker()).hasToString("w");
        assertThat(settled.queuedNanos()).isZero();
        assertThat(settled.waitedNanos()).isEqualTo(20_000_000);
        assertThat(settled.ranNanos()).isEqualTo(400_000_000);
        assertThat(settled.cpuNanos()).isEqualTo(300_000_000);
        assertThat(settled.delayNanos()).isEqualTo(80_000_000);
    }

    @Test
    void saysThatAllIsSettledOnceAndAfterTheLastSettlement() {
        schedule.join("w", 2);
        schedule.accept(job("a", 2, 2));
        schedule.succeeds(schedule.of("a").getFirst(), SECOND);
        assertThat(schedule.allSettled("a")).isFalse();
        schedule.succeeds(schedule.of("a").getFirst(), SECOND);
        assertThat(schedule.decided(Decision.AllSettled.class)).hasSize(1);
        schedule.pass(SECOND);
        assertThat(schedule.decided(Decision.AllSettled.class)).isEmpty();
        assertThat(schedule.settled("a"))
                .extracting(Settlement::task)
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void countsAnOutcomeThatComesTwiceOnce() {
        schedule.join("w", 1);
        schedule.accept(job("a", 2, 1));
        Held held = schedule.only("a");
        schedule.succeeds(held, SECOND);
        schedule.report("w", 2, ended(held));
        assertThat(schedule.settled("a")).hasSize(1);
        assertThat(schedule.schedule.lateOutcomes()).isOne();
    }

    @Test
    void dropsAnOutcomeThatComesAfterItsTaskRanElsewhere() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        Held first = schedule.only("a");
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofSeconds(11));
        schedule.join("x", 1);
        schedule.succeeds(schedule.at("x").getFirst(), SECOND);
        schedule.hello("w");
        schedule.succeeds(first, SECOND);
        assertThat(schedule.settled("a"))
                .extracting(Settlement::worker)
                .containsExactly(new WorkerId("x"));
        assertThat(schedule.schedule.lateOutcomes()).isOne();
    }

    @Test
    void dropsAnOutcomeForAJobThatIsForgotten() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        Held held = schedule.only("a");
        schedule.succeeds(held, SECOND);
        schedule.forget("a");
        schedule.report("w", 2, ended(held));
        assertThat(schedule.schedule.lateOutcomes()).isOne();
        assertThat(schedule.schedule.board().jobs).isEmpty();
    }

    @Test
    void runsAFailedTaskAgainAfterAPauseWithJitter() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1).maxAttempts(3));
        schedule.ends(schedule.only("a"), FAILURE, SECOND);
        assertThat(schedule.of("a")).isEmpty();
        assertThat(schedule.unsettled("a"))
                .containsExactly(new Schedule.Unsettled(0, false, 1, new WorkerId("w")));
        assertThat(schedule.waitingFor("a"))
                .hasValue("the pause before the next attempt of a failed task");
        schedule.pass(Duration.ofMillis(99));
        assertThat(schedule.of("a")).isEmpty();
        schedule.pass(Duration.ofMillis(201));
        assertThat(schedule.only("a").attempt()).isEqualTo(2);
    }

    @Test
    void saysWhatIsToBeKeptOfAFailedTaskBeforeItsReportIsAcknowledged() {
        schedule.join("w", 2);
        schedule.accept(job("a", 2, 2).maxAttempts(3));
        schedule.succeeds(schedule.of("a").getFirst(), SECOND);
        assertThat(schedule.retried("a")).isEmpty();
        schedule.ends(schedule.only("a"), FAILURE, SECOND);
        schedule.pass(SECOND);
        schedule.ends(schedule.only("a"), FAILURE, SECOND);
        assertThat(schedule.keptAndAcknowledged())
                .containsExactly(
                        Decision.Settle.class,
                        Decision.Acknowledge.class,
                        Decision.Retry.class,
                        Decision.Acknowledge.class,
                        Decision.Retry.class,
                        Decision.Acknowledge.class);
        assertThat(schedule.retried("a"))
                .containsExactly(
                        new Retried(1, 1, 1, 1, 1, List.of()),
                        new Retried(1, 2, 2, 2, 2, List.of()));
    }

    @Test
    void letsOtherTasksRunMeanwhile() {
        schedule.join("w", 1);
        schedule.accept(job("a", 2, 1).maxAttempts(3));
        schedule.ends(schedule.only("a"), FAILURE, SECOND);
        assertThat(schedule.only("a").task()).isOne();
    }

    @Test
    void settlesATaskAsFailedAfterItsLastAttempt() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1).maxAttempts(2));
        schedule.ends(schedule.only("a"), FAILURE, SECOND);
        schedule.pass(SECOND);
        schedule.ends(schedule.only("a"), FAILURE, SECOND);
        assertThat(schedule.settled("a"))
                .extracting(Settlement::outcome, Settlement::attempts)
                .containsExactly(tuple(FAILURE, 2));
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void doesNotRetryWhatCannotEndOtherwise() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1).maxAttempts(5));
        schedule.ends(schedule.only("a"), HOPELESS, SECOND);
        assertThat(schedule.settled("a")).extracting(Settlement::attempts).containsExactly(1);
    }

    @Test
    void doesNotStopTheOtherTasksOfAJobWhenOneFails() {
        schedule.join("w", 1);
        schedule.accept(job("a", 3, 1));
        schedule.ends(schedule.only("a"), FAILURE, SECOND);
        schedule.succeeds(schedule.only("a"), SECOND);
        schedule.succeeds(schedule.only("a"), SECOND);
        assertThat(schedule.settled("a"))
                .extracting(Settlement::outcome)
                .containsExactly(FAILURE, SUCCESS, SUCCESS);
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void ignoresTasksThatDoNotExist() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        schedule.report("w", 1, ended(new Held("w", 0, "a", 7, 1, false)));
        schedule.report("w", 2, ended(new Held("w", 99, "a", Integer.MAX_VALUE, 1, false)));
        assertThat(schedule.settled("a")).isEmpty();
        assertThat(schedule.schedule.lateOutcomes()).isEqualTo(2);
    }

    private static JobReport ended(Held held) {
        return new JobReport(
                new JobId(held.job()),
                List.of(),
                List.of(TestingSchedule.ended(held, SUCCESS, RAN)),
                List.of());
    }

    @Test
    void triesAgainNoSoonerThanTheOriginAskedFor() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1).maxAttempts(3));
        Failure busy =
                new Failure("status", "busy", true, FailureSide.ORIGIN, 60 * SECOND.toNanos());
        schedule.ends(schedule.only("a"), new Outcome.Failed(busy), SECOND);
        schedule.pass(Duration.ofSeconds(59));
        assertThat(schedule.of("a")).isEmpty();
        schedule.pass(Duration.ofSeconds(2));
        assertThat(schedule.of("a")).hasSize(1);
    }
}
