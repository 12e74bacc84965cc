package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.SlotOffer;

/** Tasks of one limit key run so many at a time, and hold up no other. */
class LimitKeyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void runsNoMoreOfAKeyThanAllowed() {
        schedule.join("w", 8);
        schedule.accept(job("a", 100, 8).perKey(2, _ -> "host"));
        assertThat(schedule.of("a")).hasSize(2);
    }

    @Test
    void looksBehindTasksWhoseKeyIsTaken() {
        schedule.join("w", 3);
        schedule.accept(job("a", 100, 3).perKey(1, task -> task < 90 ? "busy" : "free" + task));
        assertThat(schedule.of("a")).extracting(Held::task).containsExactlyInAnyOrder(0, 90, 91);
    }

    @Test
    void looksAtSomeThousandTasksInOneStepAndGoesOnWithTheNextTick() {
        List<Integer> asked = new ArrayList<>();
        schedule.join("w", 3);
        schedule.accept(
                job("a", 50_000, 3)
                        .perKey(
                                1,
                                task -> {
                                    asked.add(task);
                                    return task < 49_999 ? "busy" : "free";
                                }));
        assertThat(asked).contains(1_000).doesNotContain(25_000);
        assertThat(schedule.of("a")).extracting(Held::task).containsExactly(0);
        for (int tick = 0; tick < 20; tick++) {
            schedule.pass(Duration.ofMillis(100));
        }
        assertThat(schedule.of("a")).extracting(Held::task).containsExactlyInAnyOrder(0, 49_999);
    }

    @Test
    void doesNotLimitTasksWithoutAKey() {
        schedule.join("w", 8);
        schedule.accept(job("a", 100, 8).perKey(1, _ -> ""));
        assertThat(schedule.of("a")).hasSize(8);
    }

    @Test
    void leavesNoSlotIdleForWhatOnlyWaitsAtAnother() {
        schedule.join("w", 4);
        schedule.accept(job("a", 100, 4).perKey(2, task -> "host" + task % 2));
        for (int ended = 0; ended < 96; ended++) {
            schedule.succeeds(schedule.of("a").getFirst(), Duration.ofMillis(1));
            assertThat(schedule.of("a"))
                    .extracting(Held::slot)
                    .containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    @Test
    void runsTwentyThousandTasksOfFiftyKeysInTheirOrderWithoutAnIdleSlot() {
        int perKey = 400;
        schedule.join("w", 20);
        schedule.accept(job("a", 20_000, 20).perKey(2, task -> "host" + task / perKey));
        int[] lastOfKey = new int[50];
        for (int ended = 0; ended < 20_000; ended++) {
            List<Held> running = schedule.of("a");
            assertThat(most(running, perKey)).isLessThanOrEqualTo(2);
            assertThat(running).hasSizeGreaterThanOrEqualTo(ended < 16_000 ? 20 : 1);
            schedule.succeeds(running.get(ended % running.size()), SECOND);
            for (Decision.Run run : schedule.decided(Decision.Run.class)) {
                for (Decision.Assignment one : run.attempts()) {
                    int key = one.task() / perKey;
                    assertThat(one.task()).isGreaterThanOrEqualTo(lastOfKey[key]);
                    lastOfKey[key] = one.task();
                }
            }
        }
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void runsATaskThatCameBackThoughAsManyAreSetAsideAsMayBe() {
        ScheduleTerms defaults = ScheduleTerms.DEFAULTS;
        TestingSchedule narrow =
                new TestingSchedule(
                        new ScheduleTerms(
                                defaults.lease(),
                                defaults.tick(),
                                defaults.grace(),
                                defaults.prefetchWork(),
                                defaults.prefetchBelow(),
                                defaults.maxPrefetch(),
                                defaults.backoff(),
                                defaults.maxBackoff(),
                                3,
                                1_000,
                                2));
        narrow.join("w", 2);
        narrow.accept(
                job("a", 10, 2).maxAttempts(2).perKey(1, task -> task == 0 ? "own" : "shared"));
        assertThat(narrow.of("a")).extracting(Held::task).containsExactlyInAnyOrder(0, 1);
        narrow.ends(narrow.at("w", 0).getFirst(), TestingSchedule.FAILURE, SECOND);
        narrow.pass(SECOND);
        assertThat(narrow.of("a")).hasSize(2);
    }

    @Test
    void freesTheKeyOfATaskThatFailsOrIsHandedBack() {
        schedule.join("w", 2);
        schedule.accept(job("a", 3, 2).maxAttempts(2).perKey(1, _ -> "host"));
        schedule.ends(schedule.only("a"), TestingSchedule.FAILURE, SECOND);
        assertThat(schedule.only("a").task()).isOne();
        schedule.returns(schedule.only("a"));
        assertThat(schedule.of("a")).hasSize(1);
    }

    @Test
    void runsATaskOnceThatWasNextWhenAnotherCameBack() {
        schedule.join("w", 1);
        schedule.accept(job("a", 3, 2));
        schedule.returns(schedule.only("a"));
        assertThat(tasksInOrder()).containsExactly(0, 1, 2);
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void runsATaskOnceThatWasNextWhenAReturningWorkerTookItsKey() {
        schedule.recover(job("a", 3, 2).perKey(1, _ -> "host"), -1);
        schedule.resume("a");
        TestingWorker worker =
                new TestingWorker("w", SlotOffer.any(2), List.of(TestingJob.COMPUTES), true);
        Held runs = new Held("w", 0, "a", 2, 1, false);
        worker.held.add(runs);
        worker.started.add(runs);
        schedule.join(worker);
        assertThat(tasksInOrder()).containsExactly(2, 0, 1);
        assertThat(schedule.allSettled("a")).isTrue();
    }

    /**
     * Two workers are lost with a task each. Both tasks wait for the one key, and the first gets it
     * just before its worker returns and says that it has ended.
     */
    @Test
    void runsTheNextTaskOfAKeyWhenTheOneThatWasToTakeItHasEndedElsewhere() {
        schedule.accept(job("a", 4, 4).perKey(1, _ -> "host"));
        loseRunning("x");
        loseRunning("y");
        schedule.worker("y").dies();
        schedule.join("z", 1);
        schedule.succeeds(schedule.at("z").getFirst(), SECOND);
        schedule.drain("z");
        schedule.succeeds(schedule.at("z").getFirst(), SECOND);
        TestingWorker x = schedule.worker("x");
        Held ended = schedule.at("x").getFirst();
        x.remove(ended);
        x.unreported.add(ended);
        x.silent = false;
        schedule.hello("x");
        schedule.ends(ended, TestingSchedule.SUCCESS, SECOND);
        assertThat(tasksInOrder()).containsExactly(1);
        assertThat(schedule.allSettled("a")).isTrue();
    }

    private void loseRunning(String worker) {
        schedule.join(worker, 1);
        schedule.worker(worker).silent = true;
        schedule.worker(worker).deaf = true;
        schedule.pass(Duration.ofSeconds(11));
        schedule.worker(worker).deaf = false;
    }

    /** The tasks in the order in which they run, one at a time, until none does. */
    private List<Integer> tasksInOrder() {
        List<Integer> ran = new ArrayList<>();
        while (!schedule.of("a").isEmpty()) {
            Held next = schedule.only("a");
            ran.add(next.task());
            schedule.succeeds(next, SECOND);
        }
        return ran;
    }

    private static long most(List<Held> running, int perKey) {
        Map<Integer, Long> keys =
                running.stream()
                        .collect(
                                Collectors.groupingBy(
                                        held -> held.task() / perKey, Collectors.counting()));
        return keys.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
