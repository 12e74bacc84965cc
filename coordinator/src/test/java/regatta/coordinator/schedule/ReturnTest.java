package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.JobAttempts;
import regatta.protocol.JobId;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/** Workers that return when their tasks were given to others already. */
class ReturnTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(11);

    private final TestingSchedule schedule = new TestingSchedule();

    @BeforeEach
    void joinTheOther() {
        schedule.join("other", 1);
    }

    @Test
    void goesOnWithWhatRunsOnANodeThatWasAwayWhenItsCoordinatorStarted() {
        schedule.recover(job("a", 1, 1), -1);
        schedule.resume("a");
        Held again = schedule.only("a");
        schedule.starts(again);
        Held first = returnsRunning(1);
        assertThat(schedule.decided(Decision.Cancel.class)).containsExactly(cancelled(again));
        schedule.succeeds(first, LONG);
        assertThat(schedule.settled("a"))
                .extracting(Settlement::worker)
                .containsExactly(new WorkerId("w"));
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void givesTheSlotOfTheOtherAwayWhenItHasStopped() {
        schedule.recover(job("a", 1, 1), -1);
        schedule.resume("a");
        Held again = schedule.only("a");
        schedule.starts(again);
        returnsRunning(1);
        schedule.accept(job("b", 1, 1));
        assertThat(schedule.of("b")).isEmpty();
        schedule.ends(again, TestingSchedule.CANCELLED, SECOND);
        assertThat(schedule.of("b")).extracting(Held::worker).containsExactly("other");
    }

    @Test
    void goesOnWithWhatRunsOnAWorkerThatWasLost() {
        Held first = loses(true);
        Held again = schedule.at("other").getFirst();
        schedule.starts(again);
        schedule.hello("w");
        assertThat(schedule.decided(Decision.Cancel.class)).containsExactly(cancelled(again));
        schedule.succeeds(first, LONG);
        assertThat(schedule.settled("a")).extracting(Settlement::attempts).containsExactly(1);
    }

    @Test
    void replacesNoAttemptThatWasToldToStop() {
        Held first = loses(job("a", 1, 1).timeout(Duration.ofSeconds(20)), true);
        Held again = schedule.at("other").getFirst();
        schedule.starts(again);
        schedule.pass(Duration.ofSeconds(21));
        assertThat(schedule.decided(Decision.Cancel.class)).containsOnly(cancelled(again));
        schedule.hello("w");
        assertThat(schedule.decided(Decision.Cancel.class)).containsExactly(cancelled(first));
        schedule.ends(again, TestingSchedule.CANCELLED, Duration.ofSeconds(21));
        assertThat(schedule.settled("a"))
                .extracting(Settlement::worker)
                .containsExactly(new WorkerId("other"));
    }

    @Test
    void stopsThereWhatOnlyWaits() {
        Held first = loses(false);
        schedule.hello("w");
        assertThat(schedule.decided(Decision.Cancel.class)).containsExactly(cancelled(first));
    }

    @Test
    void countsASuccessThatComesAfterItsTaskWasGivenToAnother() {
        Held first = loses(true);
        Held again = schedule.at("other").getFirst();
        schedule.worker("w").remove(first);
        schedule.worker("w").unreported.add(first);
        schedule.hello("w");
        schedule.succeeds(first, LONG);
        assertThat(schedule.settled("a")).extracting(Settlement::attempts).containsExactly(1);
        assertThat(schedule.decided(Decision.Cancel.class)).containsExactly(cancelled(again));
        assertThat(schedule.schedule.lateOutcomes()).isZero();
        schedule.succeeds(again, SECOND);
        assertThat(schedule.settled("a")).hasSize(1);
        assertThat(schedule.schedule.lateOutcomes()).isEqualTo(1);
    }

    @Test
    void dropsAFailureThatComesAfterItsTaskWasGivenToAnother() {
        Held first = loses(true);
        schedule.worker("w").remove(first);
        schedule.worker("w").unreported.add(first);
        schedule.hello("w");
        schedule.ends(first, TestingSchedule.HOPELESS, LONG);
        assertThat(schedule.settled("a")).isEmpty();
        schedule.succeeds(schedule.at("other").getFirst(), SECOND);
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void stopsThereWhatHasNoPlaceInItsJob() {
        schedule.recover(job("a", 2, 1), -1);
        schedule.resume("a");
        TestingWorker worker = worker();
        Held running = new Held("w", 0, "a", 1, 1, false);
        worker.held.add(running);
        worker.started.add(running);
        schedule.join(worker);
        assertThat(schedule.decided(Decision.Cancel.class)).containsExactly(cancelled(running));
    }

    @Test
    void numbersAttemptsAboveAnyThatReturned() {
        schedule.recover(job("a", 1, 1).maxAttempts(5), -1);
        schedule.resume("a");
        TestingWorker worker = worker();
        worker.held.add(new Held("w", 0, "a", 0, 7, false));
        schedule.join(worker);
        schedule.ends(schedule.at("other").getFirst(), TestingSchedule.FAILURE, SECOND);
        schedule.worker("w").held.clear();
        schedule.pass(SECOND);
        assertThat(schedule.only("a").attempt()).isEqualTo(8);
    }

    /** A worker with the only task of a job is lost, and the other is given the task. */
    private Held loses(boolean started) {
        return loses(job("a", 1, 1), started);
    }

    private Held loses(TestingJob job, boolean started) {
        schedule.drain("other");
        schedule.join("w", 1);
        schedule.accept(job);
        Held first = schedule.only("a");
        if (started) {
            schedule.starts(first);
        }
        schedule.leaves("other");
        schedule.worker("w").silent = true;
        schedule.pass(LONG);
        schedule.join("other", 1);
        return first;
    }

    /** A node joins that already runs an attempt, in its first slot. */
    private Held returnsRunning(int attempt) {
        TestingWorker worker = worker();
        Held running = new Held("w", 0, "a", 0, attempt, false);
        worker.held.add(running);
        worker.started.add(running);
        schedule.join(worker);
        return running;
    }

    private static TestingWorker worker() {
        return new TestingWorker(
                "w", SlotOffer.any(1), List.of(TestingJob.COMPUTES, TestingJob.WAITS), true);
    }

    private static Decision.Cancel cancelled(Held held) {
        return new Decision.Cancel(
                new WorkerId(held.worker()),
                new JobAttempts(new JobId(held.job()), List.of(held.name())));
    }
}
