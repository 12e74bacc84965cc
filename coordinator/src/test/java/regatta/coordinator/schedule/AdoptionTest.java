package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.SlotOffer;

/** What a hello says that its worker holds, held against what it should have. */
class AdoptionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void adoptsAnAttemptThatRunsAlready() {
        schedule.accept(job("a", 1, 1));
        Held held = new Held("w", 0, "a", 0, 3, false);
        join(held, true);
        assertThat(schedule.decided(Decision.Run.class)).isEmpty();
        schedule.succeeds(held, SECOND);
        assertThat(schedule.settled("a")).extracting(Settlement::attempts).containsExactly(3);
    }

    @Test
    void adoptsAtTheFirstHelloAndDispatchesAtTheNext() {
        schedule.accept(job("a", 2, 2));
        Held held = new Held("w", 0, "a", 0, 3, false);
        TestingWorker worker =
                new TestingWorker("w", SlotOffer.any(2), List.of(TestingJob.COMPUTES), true);
        worker.held.add(held);
        worker.started.add(held);
        worker.welcomed = false;
        schedule.join(worker);
        assertThat(schedule.running("a")).isOne();
        assertThat(schedule.decided(Decision.Run.class)).isEmpty();
        schedule.succeeds(held, SECOND);
        assertThat(schedule.decided(Decision.Run.class)).isEmpty();
        worker.welcomed = true;
        schedule.hello("w");
        assertThat(schedule.only("a").task()).isOne();
    }

    @Test
    void waitsForTheReportOfAnAttemptThatEndedThere() {
        schedule.accept(job("a", 1, 1));
        Held ended = new Held("w", 0, "a", 0, 1, false);
        TestingWorker worker = worker("w");
        worker.unreported.add(ended);
        schedule.join(worker);
        assertThat(schedule.decided(Decision.Run.class)).isEmpty();
        schedule.succeeds(ended, SECOND);
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void adoptsWhatRunsBehindAnOutcomeOfAnotherJob() {
        schedule.accept(job("a", 1, 1));
        schedule.accept(job("b", 1, 1));
        TestingWorker worker = worker("w");
        worker.unreported.add(new Held("w", 0, "a", 0, 1, false));
        Held running = new Held("w", 0, "b", 0, 1, false);
        worker.held.add(running);
        worker.started.add(running);
        schedule.join(worker);
        assertThat(schedule.decided(Decision.Cancel.class)).isEmpty();
        schedule.succeeds(running, SECOND);
        schedule.succeeds(new Held("w", 0, "a", 0, 1, false), SECOND);
        assertThat(schedule.allSettled("a")).isTrue();
        assertThat(schedule.allSettled("b")).isTrue();
    }

    @Test
    void takesNothingForLostThatAnIncompleteHelloDoesNotName() {
        TestingWorker worker = worker("w");
        schedule.join(worker);
        schedule.accept(job("a", 1, 1));
        assertThat(schedule.decided(Decision.Run.class)).hasSize(1);
        worker.held.clear();
        worker.heldAll = false;
        schedule.join(worker);
        assertThat(schedule.decided(Decision.Run.class)).isEmpty();
        worker.heldAll = true;
        schedule.join(worker);
        assertThat(schedule.decided(Decision.Run.class)).hasSize(1);
    }

    @Test
    void stopsWhatBelongsToNoJob() {
        join(new Held("w", 0, "gone", 0, 1, false), true);
        assertThat(schedule.decided(Decision.Cancel.class)).hasSize(1);
        schedule.accept(job("a", 1, 1));
        assertThat(schedule.of("a")).isEmpty();
        schedule.worker("w").held.clear();
        schedule.hello("w");
        assertThat(schedule.of("a")).hasSize(1);
    }

    @Test
    void adoptsNoMoreThanTheSlotsOfAJob() {
        schedule.join("x", 1);
        schedule.accept(job("a", 2, 1));
        join(new Held("w", 0, "a", 1, 1, false), true);
        assertThat(schedule.decided(Decision.Cancel.class)).hasSize(1);
        schedule.succeeds(schedule.at("x").getFirst(), SECOND);
        assertThat(schedule.at("x"))
                .extracting(Held::task, Held::attempt)
                .containsExactly(tuple(1, 2));
    }

    @Test
    void adoptsNoMoreThanALimitKeyAllows() {
        schedule.join("x", 1);
        schedule.accept(job("a", 2, 2).perKey(1, _ -> "host"));
        join(new Held("w", 0, "a", 1, 1, false), true);
        assertThat(schedule.decided(Decision.Cancel.class)).hasSize(1);
    }

    @Test
    void doesNotAdoptAnAttemptWhoseEndCounted() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1).maxAttempts(3));
        Held failed = schedule.only("a");
        schedule.ends(failed, TestingSchedule.FAILURE, SECOND);
        schedule.worker("w").unreported.add(failed);
        schedule.hello("w");
        schedule.worker("w").unreported.clear();
        schedule.pass(SECOND);
        assertThat(schedule.only("a").attempt()).isEqualTo(2);
    }

    @Test
    void ignoresSlotsAndTasksThatDoNotExist() {
        schedule.accept(job("a", 1, 1));
        TestingWorker worker = worker("w");
        worker.held.add(new Held("w", 9, "a", 0, 1, false));
        worker.held.add(new Held("w", -1, "a", 0, 1, false));
        worker.held.add(new Held("w", 0, "a", 99, 1, false));
        schedule.join(worker);
        worker.held.removeIf(held -> held.task() == 99 || held.slot() != 0);
        assertThat(schedule.of("a")).extracting(Held::attempt).containsExactly(1);
    }

    @Test
    void runsAgainWhatArrivedAndIsNeitherHeldNorReported() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        schedule.worker("w").held.clear();
        schedule.hello("w");
        assertThat(schedule.only("a").attempt()).isEqualTo(2);
    }

    @Test
    void waitsForADispatchThatIsStillOnItsWay() {
        schedule.join("w", 1);
        schedule.worker("w").deaf = true;
        schedule.accept(job("a", 1, 1));
        schedule.pass(Duration.ofSeconds(10));
        schedule.worker("w").deaf = false;
        assertThat(schedule.of("a")).isEmpty();
        schedule.pass(SECOND);
        assertThat(schedule.only("a").attempt()).isEqualTo(2);
    }

    @Test
    void doesNotTakeADispatchForLostBecauseItSleptItself() {
        schedule.join("w", 1);
        schedule.pass(SECOND);
        schedule.worker("w").deaf = true;
        schedule.accept(job("a", 1, 1));
        schedule.decided(Decision.Run.class);
        schedule.freeze(Duration.ofSeconds(60));
        schedule.hello("w");
        assertThat(schedule.decided(Decision.Run.class)).isEmpty();
    }

    @Test
    void seesALostDispatchByTheNextThatArrives() {
        schedule.join("w", 2);
        schedule.worker("w").deaf = true;
        schedule.accept(job("a", 1, 1));
        schedule.worker("w").deaf = false;
        schedule.accept(job("b", 1, 1));
        schedule.hello("w");
        assertThat(schedule.only("a").attempt()).isEqualTo(2);
    }

    private void join(Held held, boolean started) {
        TestingWorker worker = worker(held.worker());
        worker.held.add(held);
        if (started) {
            worker.started.add(held);
        }
        schedule.join(worker);
    }

    private static TestingWorker worker(String name) {
        return new TestingWorker(
                name, SlotOffer.any(1), List.of(TestingJob.COMPUTES, TestingJob.WAITS), true);
    }
}
