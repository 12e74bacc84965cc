package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.Timings;

/** What runs too long is told to stop; what does not stop costs its slot. */
class TimeLimitsTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(7);

    private final TestingSchedule schedule = new TestingSchedule();

    @BeforeEach
    void joinAWorker() {
        schedule.join("w", 1);
    }

    @Test
    void stopsAnAttemptThatRunsTooLong() {
        Held held = run(job("a", 1, 1).timeout(LIMIT));
        schedule.pass(LIMIT);
        assertThat(schedule.decided(Decision.Cancel.class)).isEmpty();
        schedule.pass(Duration.ofMillis(100));
        assertThat(schedule.decided(Decision.Cancel.class)).hasSize(1);
        schedule.ends(held, TestingSchedule.CANCELLED, LIMIT);
        assertThat(kind("a")).isEqualTo(Failure.TIMEOUT);
    }

    @Test
    void countsATimeoutAsAFailureThatMayBeRetried() {
        Held held = run(job("a", 1, 1).timeout(LIMIT).maxAttempts(2));
        schedule.pass(LIMIT.plusSeconds(1));
        schedule.ends(held, TestingSchedule.CANCELLED, LIMIT);
        schedule.pass(Duration.ofSeconds(1));
        assertThat(schedule.only("a").attempt()).isEqualTo(2);
    }

    @Test
    void takesTheOutcomeOfAnAttemptThatEndsJustInTime() {
        Held held = run(job("a", 1, 1).timeout(LIMIT));
        schedule.pass(LIMIT.plusSeconds(1));
        schedule.succeeds(held, LIMIT);
        assertThat(schedule.settled("a").getFirst().outcome()).isEqualTo(TestingSchedule.SUCCESS);
    }

    @Test
    void doesNotCountTheTimeThatAnAttemptWaits() {
        schedule.accept(job("a", 1, 1).timeout(LIMIT));
        schedule.pass(Duration.ofMinutes(1));
        assertThat(schedule.decided(Decision.Cancel.class)).isEmpty();
    }

    @Test
    void doesNotBlameATaskThatWasStoppedBeforeItRan() {
        Held held = run(job("a", 1, 1).timeout(LIMIT));
        schedule.pass(LIMIT.plusSeconds(1));
        schedule.ends(held, TestingSchedule.CANCELLED, new Timings(0, 0, 0, 0, 0, 0, 0));
        assertThat(schedule.settled("a")).isEmpty();
        assertThat(schedule.only("a").attempt()).isEqualTo(2);
    }

    @Test
    void saysAgainAtEachHelloWhatIsToStop() {
        run(job("a", 1, 1).timeout(LIMIT));
        schedule.pass(LIMIT.plusMillis(100));
        schedule.decided(Decision.Cancel.class);
        schedule.pass(Duration.ofSeconds(2));
        assertThat(schedule.decided(Decision.Cancel.class)).hasSize(2);
    }

    @Test
    void writesASlotOffWhoseAttemptDoesNotStop() {
        run(job("a", 2, 1).timeout(LIMIT));
        schedule.pass(LIMIT.plus(GRACE));
        assertThat(schedule.decided(Decision.WriteOff.class)).hasSize(1);
        assertThat(kind("a")).isEqualTo(Failure.STUCK);
        assertThat(schedule.waitingFor("a")).hasValue("a free slot in pool cluster");
        schedule.pass(Duration.ofMinutes(1));
        assertThat(schedule.decided(Decision.WriteOff.class)).isEmpty();
    }

    @Test
    void usesASlotAgainWhenItsAttemptEndsAfterAll() {
        Held stuck = run(job("a", 2, 1).timeout(LIMIT));
        schedule.pass(LIMIT.plus(GRACE));
        schedule.ends(stuck, TestingSchedule.CANCELLED, Duration.ofMinutes(1));
        assertThat(schedule.only("a").task()).isOne();
        assertThat(schedule.settled("a")).hasSize(1);
    }

    @Test
    void usesASlotAgainWhenItsWorkerNoLongerNamesTheAttempt() {
        Held stuck = run(job("a", 2, 1).timeout(LIMIT));
        schedule.pass(LIMIT.plus(GRACE));
        schedule.worker("w").remove(stuck);
        schedule.hello("w");
        assertThat(schedule.only("a").task()).isOne();
    }

    @Test
    void doesNotTakeTheEndOfAnotherAttemptForThatOfAStuckOne() {
        schedule.accept(job("b", 1, 1));
        Held other = schedule.only("b");
        schedule.succeeds(other, LIMIT);
        run(job("a", 2, 1).timeout(LIMIT));
        schedule.pass(LIMIT.plus(GRACE));
        schedule.ends(other, TestingSchedule.SUCCESS, LIMIT);
        assertThat(schedule.at("w")).extracting(Held::task).containsExactly(0);
    }

    @Test
    void leavesASilentWorkerToItsLease() {
        run(job("a", 1, 1).timeout(LIMIT));
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofSeconds(9));
        assertThat(schedule.decided(Decision.WriteOff.class)).isEmpty();
        schedule.pass(Duration.ofSeconds(2));
        assertThat(schedule.settled("a")).isEmpty();
    }

    @Test
    void givesTimeToStopThatTheCoordinatorDidNotSleepThrough() {
        run(job("a", 1, 1).timeout(LIMIT));
        schedule.pass(LIMIT.plusMillis(100));
        schedule.freeze(Duration.ofSeconds(60));
        assertThat(schedule.decided(Decision.WriteOff.class)).isEmpty();
    }

    private Held run(TestingJob job) {
        schedule.accept(job);
        Held held = schedule.only(job.terms().id().value());
        schedule.starts(held);
        return held;
    }

    private String kind(String job) {
        return ((Outcome.Failed) schedule.settled(job).getFirst().outcome()).failure().kind();
    }
}
