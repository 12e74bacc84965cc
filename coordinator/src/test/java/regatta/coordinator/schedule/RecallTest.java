package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.Ended;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Timings;

/** What waits in one slot's queue is taken back for a slot that has nothing to do. */
class RecallTest {
    private final TestingSchedule schedule = new TestingSchedule();

    /** Nine attempts of two milliseconds in the one slot, nothing left. */
    @BeforeEach
    void fillOneSlot() {
        schedule.join("w", 1);
        schedule.accept(job("a", 10, 2));
        schedule.succeeds(schedule.only("a"), Duration.ofMillis(2));
        assertThat(schedule.at("w")).hasSize(9);
    }

    @Test
    void asksForHalfOfTheLongestQueue() {
        schedule.join("x", 1);
        assertThat(schedule.decided(Decision.Recall.class))
                .extracting(recall -> recall.worker().value(), Decision.Recall::count)
                .containsExactly(tuple("w", 4));
    }

    @Test
    void givesWhatComesBackToTheIdleSlotUncharged() {
        schedule.join("x", 1);
        List<Held> last = schedule.at("w").subList(5, 9);
        schedule.returns(last.toArray(Held[]::new));
        assertThat(schedule.at("x")).extracting(Held::task).containsExactlyInAnyOrder(6, 7, 8, 9);
        assertThat(schedule.at("x")).allMatch(held -> held.attempt() == 1);
        assertThat(schedule.at("w")).hasSize(5);
    }

    @Test
    void asksForWhatItDispatchesInTheSameMessageOnlyAfterThat() {
        TestingSchedule other = new TestingSchedule();
        other.join("w", 2);
        other.accept(job("a", 4, 2));
        Timings took = new Timings(0, 84_000_000, 84_000_000, 0, 0, 0, 0);
        List<Ended> both =
                other.at("w").reversed().stream()
                        .map(held -> TestingSchedule.ended(held, TestingSchedule.SUCCESS, took))
                        .toList();
        var _ = other.decided(Decision.class);
        other.report("w", 1, new JobReport(new JobId("a"), List.of(), both, List.of()));
        assertThat(other.decided(Decision.class))
                .filteredOn(each -> each instanceof Decision.Run || each instanceof Decision.Recall)
                .hasExactlyElementsOfTypes(Decision.Run.class, Decision.Recall.class);
    }

    @Test
    void asksOnceAtATime() {
        schedule.join("x", 1);
        schedule.decided(Decision.Recall.class);
        schedule.join("y", 1);
        assertThat(schedule.decided(Decision.Recall.class)).isEmpty();
    }

    @Test
    void asksAgainWhenTheWorkerStillHoldsEverythingAtItsNextHello() {
        schedule.join("x", 1);
        schedule.decided(Decision.Recall.class);
        schedule.pass(Duration.ofMillis(999));
        assertThat(schedule.decided(Decision.Recall.class)).isEmpty();
        schedule.pass(Duration.ofMillis(1));
        assertThat(schedule.decided(Decision.Recall.class)).hasSize(1);
    }

    @Test
    void doesNotAskForTheSakeOfMicroseconds() {
        TestingSchedule other = withAnIdleWorker(job("a", 10, 2), Duration.ofNanos(1_000));
        assertThat(other.decided(Decision.Recall.class)).isEmpty();
        other.pass(Duration.ofMillis(100));
        assertThat(other.decided(Decision.Recall.class)).hasSize(1);
    }

    @Test
    void asksAtTheNextTickForTheLittleThatWaitsBehindATaskThatTurnsOutLong() {
        TestingSchedule other = withAnIdleWorker(job("a", 4, 2), Duration.ofMillis(4));
        assertThat(other.decided(Decision.Recall.class)).isEmpty();
        other.pass(Duration.ofMillis(99));
        assertThat(other.decided(Decision.Recall.class)).isEmpty();
        other.pass(Duration.ofMillis(1));
        assertThat(other.decided(Decision.Recall.class)).hasSize(1);
    }

    @Test
    void asksNothingForAJobThatHoldsAllItsSlots() {
        TestingSchedule other = withAnIdleWorker(job("a", 10, 1), Duration.ofMillis(1));
        assertThat(other.decided(Decision.Recall.class)).isEmpty();
    }

    /** One attempt has ended, the one worker holds the rest, and another comes. */
    private static TestingSchedule withAnIdleWorker(TestingJob job, Duration ran) {
        TestingSchedule schedule = new TestingSchedule();
        schedule.join("w", 1);
        schedule.accept(job);
        schedule.succeeds(schedule.only("a"), ran);
        schedule.join("x", 1);
        return schedule;
    }
}
