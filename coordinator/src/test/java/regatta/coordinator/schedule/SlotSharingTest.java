package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;

/** Who gets a free slot, and when one changes hands. */
class SlotSharingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void runsOneAttemptInEachSlot() {
        schedule.join("w", 3);
        schedule.accept(job("a", 10, 8));
        assertThat(schedule.at("w")).extracting(Held::slot).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(schedule.at("w")).extracting(Held::task).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void givesAJobNoMoreThanItsSlots() {
        schedule.join("w", 8);
        schedule.accept(job("a", 100, 3));
        assertThat(schedule.of("a")).hasSize(3);
    }

    @Test
    void spreadsAJobOverTheWorkersWithMostFreeSlots() {
        schedule.join("w", 2);
        schedule.join("x", 2);
        schedule.accept(job("a", 100, 2));
        assertThat(schedule.at("w")).hasSize(1);
        assertThat(schedule.at("x")).hasSize(1);
    }

    @Test
    void waitsForAWorkerAndUsesItAtOnce() {
        schedule.accept(job("a", 1, 1));
        assertThat(schedule.waitingFor("a")).hasValue("no worker in pool cluster");
        schedule.join("w", 1);
        assertThat(schedule.of("a")).hasSize(1);
        assertThat(schedule.waitingFor("a")).isEmpty();
    }

    @Test
    void servesTheHighestPriorityFirst() {
        schedule.accept(job("low", 4, 4).priority(-1));
        schedule.accept(job("normal", 4, 4));
        schedule.accept(job("high", 1, 4).priority(10));
        schedule.join("w", 2);
        assertThat(schedule.of("high")).hasSize(1);
        assertThat(schedule.of("normal")).hasSize(1);
        assertThat(schedule.of("low")).isEmpty();
    }

    @Test
    void givesEverySlotToAHigherPriorityAtTheEndOfItsTask() {
        schedule.join("w", 2);
        schedule.accept(job("low", 10, 2));
        schedule.accept(job("high", 10, 2).priority(1));
        assertThat(schedule.of("low")).hasSize(2);
        schedule.of("low").forEach(held -> schedule.succeeds(held, SECOND));
        assertThat(schedule.of("high")).hasSize(2);
        assertThat(schedule.of("low")).isEmpty();
    }

    @Test
    void givesAFreeSlotToTheJobThatHoldsFewest() {
        schedule.accept(job("a", 10, 8));
        schedule.accept(job("b", 10, 8));
        schedule.accept(job("c", 10, 1));
        schedule.join("w", 6);
        assertThat(schedule.of("c")).hasSize(1);
        assertThat(schedule.of("b")).hasSizeBetween(2, 3);
        assertThat(schedule.of("a")).hasSizeBetween(2, 3);
    }

    @Test
    void givesTheOddSlotToTheOldestJob() {
        schedule.accept(job("older", 10, 8));
        schedule.accept(job("newer", 10, 8));
        schedule.join("w", 3);
        assertThat(schedule.of("older")).hasSize(2);
        assertThat(schedule.of("newer")).hasSize(1);
    }

    @Test
    void givesASlotBackAtTheEndOfATaskWhenAnotherHoldsFewer() {
        schedule.join("w", 4);
        schedule.accept(job("first", 100, 8));
        schedule.accept(job("second", 100, 8));
        assertThat(schedule.of("first")).hasSize(4);
        schedule.of("first").forEach(held -> schedule.succeeds(held, SECOND));
        assertThat(schedule.of("first")).hasSize(2);
        assertThat(schedule.of("second")).hasSize(2);
    }

    @Test
    void leavesAJobOfOneSlotItsSlotBesideOneThatTakesTheRest() {
        schedule.join("w", 4);
        schedule.accept(job("greedy", 1_000, 64));
        schedule.accept(job("modest", 1_000, 1));
        for (int round = 0; round < 50; round++) {
            schedule.at("w").forEach(held -> schedule.succeeds(held, SECOND));
            assertThat(schedule.of("modest")).hasSize(1);
            assertThat(schedule.of("greedy")).hasSize(3);
        }
    }

    @Test
    void takesTurnsAtOneSlotByTime() {
        schedule.join("w", 1);
        schedule.accept(job("long", 100, 1));
        schedule.accept(job("short", 100, 1));
        schedule.succeeds(schedule.only("long"), Duration.ofSeconds(10));
        for (int task = 0; task < 10; task++) {
            assertThat(schedule.of("long")).isEmpty();
            schedule.succeeds(schedule.only("short"), SECOND);
        }
        assertThat(schedule.of("long")).hasSize(1);
    }

    @Test
    void letsANewcomerShareFromNowOnInsteadOfCatchingUp() {
        schedule.join("w", 1);
        schedule.accept(job("old", 1_000, 1));
        for (int task = 0; task < 20; task++) {
            schedule.succeeds(schedule.only("old"), SECOND);
        }
        schedule.accept(job("new", 1_000, 1));
        assertThat(turns(20)).containsOnly("old", "new").haveExactly(10, isOf("new"));
    }

    @Test
    void letsAJobThatPausedShareFromNowOnInsteadOfCatchingUp() {
        schedule.join("w", 1);
        schedule.accept(job("pausing", 6, 1).maxAttempts(2));
        for (int task = 0; task < 6; task++) {
            schedule.ends(schedule.only("pausing"), TestingSchedule.FAILURE, SECOND);
        }
        schedule.accept(job("busy", 1_000, 1));
        for (int task = 0; task < 100; task++) {
            schedule.succeeds(schedule.only("busy"), SECOND);
        }
        schedule.pass(SECOND);
        schedule.succeeds(schedule.only("busy"), SECOND);
        assertThat(turns(6)).haveAtMost(4, isOf("pausing"));
    }

    @Test
    void doesNotTakeASlotFromAJobThatHoldsAsFew() {
        schedule.join("w", 2);
        schedule.accept(job("a", 100, 2));
        schedule.accept(job("b", 100, 2));
        schedule.succeeds(schedule.at("w", 0).getFirst(), SECOND);
        assertThat(schedule.of("a")).hasSize(1);
        assertThat(schedule.of("b")).hasSize(1);
        List<Integer> slots = schedule.of("b").stream().map(Held::slot).toList();
        for (int task = 0; task < 10; task++) {
            schedule.at("w").forEach(held -> schedule.succeeds(held, SECOND));
            assertThat(schedule.of("b")).extracting(Held::slot).isEqualTo(slots);
        }
    }

    /** Whose turn it was at the one slot. */
    private List<String> turns(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    Held held = schedule.at("w").getFirst();
                    schedule.succeeds(held, SECOND);
                    return held.job();
                })
                .toList();
    }

    private static Condition<String> isOf(String job) {
        return new Condition<>(job::equals, "of " + job);
    }
}
