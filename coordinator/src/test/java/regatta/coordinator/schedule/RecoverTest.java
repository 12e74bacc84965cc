package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/** Jobs that an earlier coordinator left unfinished, and a store that is slower than workers. */
class RecoverTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long NEVER = -1;

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void runsOnlyWhatWasNotSettled() {
        schedule.join("w", 1);
        schedule.recover(job("a", 3, 1), NEVER, settled(0, "old"), settled(2, "old"));
        schedule.resume("a");
        Held rest = schedule.only("a");
        assertThat(rest.task()).isEqualTo(1);
        schedule.succeeds(rest, SECOND);
        assertThat(schedule.allSettled("a")).isTrue();
        assertThat(schedule.settled("a")).extracting(Settlement::task).containsExactly(1);
    }

    @Test
    void dispatchesNothingUntilItIsResumed() {
        schedule.join("w", 1);
        schedule.recover(job("a", 1, 1), NEVER);
        schedule.pass(SECOND);
        assertThat(schedule.of("a")).isEmpty();
        assertThat(schedule.schedule.waitingFor(new JobId("a")))
                .contains(
                        "the workers of pool cluster to report which of its attempts they still run");
        schedule.resume("a");
        assertThat(schedule.of("a")).hasSize(1);
    }

    @Test
    void adoptsWhatRunsWhileOthersAreFree() {
        schedule.join("free", 1);
        schedule.recover(job("a", 1, 1), NEVER);
        TestingWorker worker = worker("w");
        Held running = new Held("w", 0, "a", 0, 1, false);
        worker.held.add(running);
        worker.started.add(running);
        schedule.join(worker);
        schedule.resume("a");
        schedule.pass(SECOND);
        assertThat(schedule.at("free")).isEmpty();
        schedule.succeeds(running, SECOND);
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void stopsWhatWasSettledBefore() {
        schedule.recover(job("a", 2, 1), NEVER, settled(0, "w"));
        TestingWorker worker = worker("w");
        worker.held.add(new Held("w", 0, "a", 0, 1, false));
        schedule.join(worker);
        assertThat(schedule.decided(Decision.Cancel.class)).hasSize(1);
    }

    @Test
    void accountsForWhatWasSettledBefore() {
        schedule.join("w", 1);
        schedule.recover(job("a", 3, 1), SECOND.toNanos(), settled(0, "old"), settled(1, "other"));
        schedule.resume("a");
        schedule.pass(SECOND);
        schedule.succeeds(schedule.only("a"), SECOND);
        RunReport report =
                schedule.schedule.runReport(new JobId("a"), "cluster", false).orElseThrow();
        assertThat(report.attempts()).isEqualTo(3);
        assertThat(report.wallSeconds()).isEqualTo(2);
        assertThat(report.workers())
                .extracting(RunReport.WorkerShare::worker)
                .containsExactly("old", "other", "w");
    }

    @Test
    void goesOnCountingFailures() {
        schedule.join("w", 1);
        schedule.recover(job("a", 1, 1).maxAttempts(3), new Retried(0, 4, 4, 2, 2, List.of()));
        schedule.resume("a");
        assertThat(schedule.of("a")).as("it pauses after a failure").isEmpty();
        schedule.pass(SECOND);
        Held third = schedule.only("a");
        assertThat(third.attempt()).isEqualTo(5);
        schedule.ends(third, TestingSchedule.FAILURE, SECOND);
        assertThat(schedule.settled("a")).extracting(Settlement::attempts).containsExactly(3);
        assertThat(schedule.retried("a")).isEmpty();
    }

    @Test
    void runsTasksThatNeverCameBackBesideThoseThatDid() {
        schedule.join("w", 3);
        schedule.recover(job("a", 3, 3), new Retried(1, 7, 0, 0, 0, List.of()));
        schedule.resume("a");
        assertThat(schedule.of("a"))
                .extracting(Held::task, Held::attempt)
                .containsExactlyInAnyOrder(tuple(0, 1), tuple(1, 8), tuple(2, 1));
    }

    @Test
    void goesOnCountingLosses() {
        schedule.recover(job("a", 1, 1), lostWith("x", "y"));
        schedule.resume("a");
        schedule.join("w", 1);
        schedule.starts(schedule.only("a"));
        schedule.exits("w");
        assertThat(schedule.settled("a").getFirst().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Failure.POISON));
    }

    @Test
    void takesAChargeBackWhenTheWorkerReturnsToTheNextCoordinator() {
        schedule.recover(job("a", 1, 1), lostWith("x", "y"));
        schedule.resume("a");
        schedule.join("y", 1);
        assertThat(schedule.retried("a")).containsExactly(lostWith("x"));
        schedule.starts(schedule.only("a"));
        schedule.exits("y");
        assertThat(schedule.settled("a")).isEmpty();
        assertThat(schedule.retried("a"))
                .extracting(Retried::lostWith)
                .containsExactly(List.of(new WorkerId("x"), new WorkerId("y")));
    }

    @Test
    void countsWhatRunsOnAnotherAttemptMore() {
        schedule.recover(job("a", 1, 1), new Retried(0, 5, 0, 1, 0, List.of()));
        succeedsAs(6);
        assertThat(schedule.settled("a")).extracting(Settlement::attempts).containsExactly(2);
    }

    @Test
    void countsAnAttemptThatWasThoughtToBeLostOnce() {
        schedule.recover(job("a", 1, 1), new Retried(0, 2, 0, 2, 0, List.of()));
        succeedsAs(1);
        assertThat(schedule.settled("a")).extracting(Settlement::attempts).containsExactly(2);
    }

    @Test
    void doesNotAdoptWhatEndedForAnEarlierCoordinator() {
        schedule.recover(job("a", 1, 1).maxAttempts(3), new Retried(0, 1, 1, 1, 1, List.of()));
        TestingWorker worker = worker("w");
        Held failed = new Held("w", 0, "a", 0, 1, false);
        worker.unreported.add(failed);
        schedule.join(worker);
        schedule.ends(failed, TestingSchedule.FAILURE, SECOND);
        assertThat(schedule.retried("a")).isEmpty();
        assertThat(schedule.schedule.lateOutcomes()).isOne();
    }

    @Test
    void countsAFailureOfAnAttemptThatAnEarlierCoordinatorDispatched() {
        schedule.recover(job("a", 1, 1).maxAttempts(3), new Retried[0]);
        schedule.join(worker("w"));
        schedule.ends(new Held("w", 0, "a", 0, 1, false), TestingSchedule.FAILURE, SECOND);
        assertThat(schedule.retried("a")).extracting(Retried::failures).containsExactly(1);
        assertThat(schedule.schedule.lateOutcomes()).isZero();
    }

    @Test
    void dropsAFailureOfAnAttemptThatItHasGivenUp() {
        schedule.recover(job("a", 1, 1).maxAttempts(3), new Retried(0, 2, 0, 2, 0, List.of()));
        schedule.join(worker("w"));
        schedule.ends(new Held("w", 0, "a", 0, 1, false), TestingSchedule.FAILURE, SECOND);
        assertThat(schedule.retried("a")).isEmpty();
        assertThat(schedule.schedule.lateOutcomes()).isOne();
    }

    @Test
    void givesNoNumberAgainThatAnEarlierCoordinatorGave() {
        schedule.recover(job("a", 1, 1), new Retried(0, 1, 0, 1, 0, List.of()));
        TestingWorker worker = worker("w");
        Held waiting = new Held("w", 0, "a", 0, 1, false);
        worker.held.add(waiting);
        schedule.join(worker);
        schedule.resume("a");
        schedule.returns(waiting);
        Held next = schedule.only("a");
        assertThat(next.attempt()).isEqualTo(2);
        schedule.succeeds(next, SECOND);
        assertThat(schedule.settled("a")).extracting(Settlement::attempts).containsExactly(2);
    }

    private void succeedsAs(int attempt) {
        TestingWorker worker = worker("w");
        Held running = new Held("w", 0, "a", 0, attempt, false);
        worker.held.add(running);
        worker.started.add(running);
        schedule.join(worker);
        schedule.succeeds(running, SECOND);
    }

    private static Retried lostWith(String... workers) {
        return new Retried(0, 2, 0, 2, 0, Stream.of(workers).map(WorkerId::new).toList());
    }

    @Test
    void dispatchesNothingWhileItPauses() {
        schedule.join("w", 1);
        schedule.schedule.pause(true);
        schedule.accept(job("a", 1, 1));
        schedule.pass(SECOND);
        assertThat(schedule.of("a")).isEmpty();
        schedule.schedule.pause(false);
        schedule.pass(SECOND);
        assertThat(schedule.of("a")).hasSize(1);
    }

    private static Settlement settled(int task, String worker) {
        return new Settlement(
                task, 1, new WorkerId(worker), TestingSchedule.SUCCESS, 1, 2, 3, 4, 5);
    }

    private static TestingWorker worker(String name) {
        return new TestingWorker(
                name, SlotOffer.any(1), List.of(TestingJob.COMPUTES, TestingJob.WAITS), true);
    }
}
