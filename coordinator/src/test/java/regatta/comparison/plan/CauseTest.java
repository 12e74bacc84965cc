package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.comparison.plan.TestingRounds.shares;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.ArmSummary.Shares;
import regatta.comparison.plan.Cause.Kind;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.api.Mode.Style;

class CauseTest {
    private static final Mode LOOP =
            TestingRounds.mode("loop2", Placement.IN_PROCESS, Style.EVENT_LOOP);
    private static final Shares BUSY = shares(0.95, 0, 0.05, 0.02);

    @Test
    void namesWaitingComputingAndBoth() {
        ArmSummary parallel = arm("thread-pool", 2, 1.9, 1, 1, 1, BUSY);
        assertThat(cause(batch(0.97, 1, 1), parallel).kind()).isEqualTo(Kind.WAITING);
        assertThat(cause(batch(0.5, 1, 1), parallel).kind()).isEqualTo(Kind.MIXED);
        Cause computing = cause(batch(0.02, 1, 1), parallel);
        assertThat(computing.kind()).isEqualTo(Kind.COMPUTING);
        assertThat(computing.change()).isEqualTo("More cores would help; more slots would not.");
        ArmSummary unknown = arm("thread-pool", 2, 1.9, 1, 1, 1, shares(0.95, 0, 0.05, -1));
        assertThat(cause(batch(-1, 1, 1), unknown).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void cannotTellWaitingFromQueueingWhereTheSystemDoesNot() {
        Shares off = new Shares(1, 0, 0, 0, 0.3, -1);
        ArmSummary crowded = arm("thread-pool", 8, 1, 1, 1, 1, off);
        Cause unknown = cause(crowded, crowded);
        assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(unknown.because())
                .isEqualTo(
                        "70 % of thread-pool's running was without a processor: waiting, or"
                                + " queueing for a core");
        assertThat(unknown.change()).isEmpty();
        ArmSummary busy = arm("thread-pool", 8, 1, 1, 1, 1, new Shares(1, 0, 0, 0, 0.95, -1));
        assertThat(cause(busy, busy).kind()).isEqualTo(Kind.COMPUTING);
    }

    @Test
    void takesNoQueueForACoreForWaiting() {
        Shares queueing = new Shares(1, 0, 0, 0, 0.25, 0.74);
        ArmSummary crowded = arm("thread-pool", 8, 1, 1, 1, 1, queueing);
        Cause computing = cause(crowded, crowded);
        assertThat(computing.kind()).isEqualTo(Kind.COMPUTING);
        assertThat(computing.because())
                .isEqualTo(
                        "25 % of thread-pool's running was computing (74 % ready without a core):"
                                + " 8 slots on 2 cores");
        assertThat(computing.change()).doesNotContain("More slots would help");
    }

    /** Where slots take turns on threads, waiting for one's turn looks like waiting. */
    @Test
    void asksNoArmThatSharesThreadsWhatTasksDo() {
        Shares turns = new Shares(1, 0, 0, 0, 0.12, 0);
        ArmSummary async = arm("async", 8, 1, 1, 1, 1, turns);
        ArmSummary pool = arm("thread-pool", 2, 1.9, 1, 1, 1, BUSY);
        assertThat(Causes.of(new Evidence(async, pool, List.of(async, pool))).kind())
                .isEqualTo(Kind.COMPUTING);
    }

    @Test
    void namesCoresThatOthersTookOnlyWhereTasksLackedThem() {
        Shares lacking = new Shares(0.95, 0, 0, 0.05, 0.5, 0.48);
        ArmSummary pool = arm("thread-pool", 2, 1.1, 1, 1, 1, lacking);
        Cause taken = cause(batch(0.02, 1, 1), hindered(pool, new Hindrances(0.5, 0.48, 0, 0)));
        assertThat(taken.kind()).isEqualTo(Kind.CORES_TAKEN);
        assertThat(taken.because())
                .isEqualTo(
                        "Other programs took 50 % of the cores of thread-pool; its tasks had no"
                                + " core for 48 % of the time in which they could have computed");
        ArmSummary waiting = arm("thread-pool", 16, 9, 1, 1, 1, shares(1, 0, 0, 0.97));
        ArmSummary beside = hindered(waiting, new Hindrances(0.9, 0.01, 0, 0));
        assertThat(cause(batch(0.97, 1, 1), beside).kind())
                .as("tasks that wait lack no core")
                .isEqualTo(Kind.WAITING);
        ArmSummary crowded = hindered(pool, new Hindrances(0, 0.48, 0, 0));
        assertThat(cause(batch(0.02, 1, 1), crowded).kind())
                .as("no other program used the cores")
                .isNotEqualTo(Kind.CORES_TAKEN);
    }

    @Test
    void namesAQuotaThatHeldArmsBack() {
        Shares lacking = new Shares(0.95, 0, 0, 0.05, 0.5, 0.48);
        ArmSummary pool = arm("thread-pool", 2, 1.1, 1, 1, 1, lacking);
        Cause throttled = cause(batch(0.02, 1, 1), hindered(pool, new Hindrances(0, 0.48, 0.4, 0)));
        assertThat(throttled.kind()).isEqualTo(Kind.THROTTLED);
        assertThat(throttled.because())
                .isEqualTo("A quota of 2 cores held thread-pool back for 40 % of its time");
        assertThat(throttled.change())
                .isEqualTo("A larger quota would help; more slots would not.");
    }

    @Test
    void namesRepeatedAttemptsWhereOnlyManySlotsHaveThem() {
        ArmSummary pool = arm("thread-pool", 16, 1, 1, 1, 1, shares(1, 0, 0, 0.97));
        ArmSummary refused = hindered(pool, new Hindrances(0, 0, 0, 0.4));
        assertThat(cause(batch(0.97, 1, 1), refused).kind()).isEqualTo(Kind.REPEATED);
        ArmSummary batch = hindered(batch(0.97, 1, 1), new Hindrances(0, 0, 0, 0.4));
        assertThat(cause(batch, refused).kind())
                .as("a part of the work, alike in both")
                .isEqualTo(Kind.WAITING);
    }

    @Test
    void namesAnEndThatServesOneAtATime() {
        ArmSummary pool = arm("thread-pool", 10, 1.02, 1, 9.8, 9.9, shares(1, 0, 0, 0.99));
        Cause served = cause(batch(0.97, 1, 1), pool);
        assertThat(served.kind()).isEqualTo(Kind.SERVED_IN_TURN);
        assertThat(served.because())
                .isEqualTo(
                        "A task took 9.8 times as long on the 10 slots of thread-pool as on one:"
                                + " what it waits for serves about 1 at a time");
        assertThat(served.change()).isEqualTo("More slots would not help while it does.");
    }

    @Test
    void namesNoServiceIfTasksTakeLongerForLackOfCores() {
        Shares queue = new Shares(0.88, 0.1, 0, 0.02, 0.11, 0.78);
        Cause mixed = cause(batch(0.47, 1, 1), arm("thread-pool", 8, 1.6, 1, 4.4, 4.4, queue));
        assertThat(mixed.kind()).isEqualTo(Kind.MIXED);
        assertThat(mixed.change()).isEqualTo("More cores would help; more slots would not.");
    }

    @Test
    void advisesNoMoreSlotsThanThereAreTasks() {
        ArmSummary pool = arm("thread-pool", 20, 19, 1, 1, 1, shares(1, 0, 0, 0.97));
        Cause waiting = cause(batch(0.97, 1, 1), pool);
        assertThat(waiting.kind()).isEqualTo(Kind.WAITING);
        assertThat(waiting.change())
                .isEqualTo("Every task had a slot, so more slots would stay empty.");
    }

    @Test
    void namesTasksThatDoNotFillTheSlots() {
        ArmSummary pool = arm("thread-pool", 16, 9, 1, 1, 1, shares(0.62, 0, 0.38, 0.97));
        Cause few = cause(batch(0.97, 1, 1), pool);
        assertThat(few.kind()).isEqualTo(Kind.TOO_FEW_TASKS);
        assertThat(few.because()).startsWith("20 tasks do not fill the 16 slots of thread-pool");
    }

    @Test
    void namesOneHugeTaskAndUnevenOnes() {
        // 20 tasks of 1 s in the mean: 12 s are more than half of them, 5 s are five times the
        // mean.
        ArmSummary idle = arm("thread-pool", 2, 1.6, 1, 1, 12, shares(0.7, 0, 0.3, 0.02));
        Cause huge = cause(batch(0.02, 1, 12), idle);
        assertThat(huge.kind()).isEqualTo(Kind.ONE_HUGE_TASK);
        assertThat(huge.because()).startsWith("One of 20 tasks took 60 % of the time");
        assertThat(cause(batch(0.02, 1, 5), idle).kind()).isEqualTo(Kind.UNEVEN_TASKS);
        ArmSummary two = tasks(arm("thread-pool", 2, 1.9, 1, 1, 1, BUSY), 2);
        assertThat(cause(tasks(batch(0.02, 1, 1), 2), two).kind())
                .as("half of the time is what one of two equal tasks takes")
                .isEqualTo(Kind.COMPUTING);
        ArmSummary full = arm("thread-pool", 2, 1.9, 1, 1, 5, BUSY);
        assertThat(cause(batch(0.02, 1, 5), full).kind()).isEqualTo(Kind.COMPUTING);
    }

    @Test
    void namesTasksThatAreTooSmall() {
        ArmSummary useless = arm("thread-pool", 2, 1.1, 1, 0.002, 0.002, shares(0.3, 0.7, 0, 0));
        assertThat(cause(batch(0.02, 0.001, 0.001), useless).kind()).isEqualTo(Kind.SMALL_TASKS);
        ArmSummary useful = arm("thread-pool", 2, 1.8, 1, 0.002, 0.002, BUSY);
        assertThat(cause(batch(0.02, 0.001, 0.001), useful).kind())
                .as("what is handed out beside running tasks costs nothing")
                .isEqualTo(Kind.COMPUTING);
        ArmSummary starved = arm("batch", 1, 1, 1, 0.001, 0.001, shares(0.35, 0.65, 0, 0.6));
        assertThat(cause(starved, useless).kind())
                .as("the slot is free for most of the time")
                .isEqualTo(Kind.SMALL_TASKS);
    }

    @Test
    void namesMemoryWhereTheSameTasksTakeMoreProcessorTime() {
        ArmSummary slow = arm("thread-pool", 2, 1.2, 1.6, 1, 1, BUSY);
        Cause memory = cause(batch(0.02, 1, 1), slow);
        assertThat(memory.kind()).isEqualTo(Kind.MEMORY_BOUND);
        assertThat(memory.because())
                .startsWith("The same tasks took 1.6 times the processor time on the 2 slots of");
        ArmSummary beyond = arm("thread-pool", 8, 1.2, 1.6, 1, 1, BUSY);
        assertThat(cause(batch(0.02, 1, 1), beyond).kind())
                .as("more slots than cores share cores anyway")
                .isEqualTo(Kind.COMPUTING);
    }

    @Test
    void namesALockWhereTasksThatComputeWaitBesideEachOther() {
        Shares held = shares(0.98, 0, 0.02, 0.5);
        ArmSummary locked = arm("thread-pool", 2, 1.0, 1, 2, 2, held);
        ArmSummary apart = arm("processes", 2, 1.9, 1, 1, 1, BUSY);
        ArmSummary batch = batch(0.02, 1, 1);
        Cause lock = Causes.of(new Evidence(batch, apart, List.of(batch, locked, apart)));
        assertThat(lock.kind()).isEqualTo(Kind.LOCK_BOUND);
        assertThat(lock.because())
                .contains(
                        "for 50 % of that of thread-pool its tasks waited for each other (a lock)");
        ArmSummary many = arm("thread-pool", 8, 1.0, 1, 2, 2, held);
        assertThat(cause(batch(0.02, 1, 1), many).kind())
                .as("more slots than cores wait for a core anyway")
                .isEqualTo(Kind.COMPUTING);
    }

    /** A loop that an operator added keeps one core busy, and its tasks queue for its thread. */
    @Test
    void takesNoEventLoopForThreadsWhateverItIsCalled() {
        Shares queueing = shares(0.98, 0, 0.02, 0.5);
        ArmSummary loop = arm(LOOP, 2, 1.0, 1, 2, 2, queueing);
        Cause cause = cause(batch(0.02, 1, 1), loop);
        assertThat(cause.kind()).isEqualTo(Kind.COMPUTING);
        assertThat(cause.because()).contains("2 slots on 1 thread");
        assertThat(cause.change()).contains("a thread for each slot");
        ArmSummary threads = arm("pair", 2, 1.0, 1, 2, 2, queueing);
        assertThat(cause(batch(0.02, 1, 1), threads).kind())
                .as("a mode of threads that an operator added does wait")
                .isEqualTo(Kind.LOCK_BOUND);
    }

    @Test
    void doesNotTakeTasksThatQueueForTheThreadOfALoopForWaitingOnes() {
        ArmSummary loop = arm(LOOP, 2, 1.0, 1, 2, 2, shares(1, 0, 0, 0.5));
        Cause unknown = alone(loop);
        assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(unknown.because()).contains("share threads");
        ArmSummary idle = arm(LOOP, 2, 1.0, 0.02, 2, 2, shares(1, 0, 0, 0.98));
        assertThat(alone(idle).kind()).isEqualTo(Kind.WAITING);
    }

    /** Eight slots that want more than the two cores queue for their threads; two do not. */
    @Test
    void asksVirtualThreadsOnlyWhereEachCouldHaveHadAThread() {
        Shares busy = shares(1, 0, 0, 0.7);
        ArmSummary many = arm("virtual-threads", 8, 1, 1, 1, 1, busy);
        assertThat(alone(many).kind()).isEqualTo(Kind.UNKNOWN);
        ArmSummary few = arm("virtual-threads", 2, 1, 1, 1, 1, busy);
        assertThat(alone(few).kind()).isEqualTo(Kind.MIXED);
        ArmSummary idle = arm("virtual-threads", 8, 1, 1, 1, 1, shares(1, 0, 0, 0.95));
        assertThat(alone(idle).kind()).isEqualTo(Kind.WAITING);
    }

    private static Cause alone(ArmSummary arm) {
        return Causes.of(new Evidence(arm, arm, List.of(arm)));
    }

    private static Cause cause(ArmSummary batch, ArmSummary parallel) {
        return Causes.of(new Evidence(batch, parallel, List.of(batch, parallel)));
    }

    private static ArmSummary batch(double waiting, double taskSeconds, double longest) {
        Shares shares = shares(1, 0, 0, waiting);
        return arm("batch", 1, 1, 1, taskSeconds, longest, shares);
    }

    /** An arm in which the coordinator takes 2 ms to hand out a task. */
    private static ArmSummary arm(
            String mode,
            int slots,
            double timesFaster,
            double cpuSeconds,
            double taskSeconds,
            double longest,
            Shares shares) {
        return arm(
                TestingRounds.modes(mode).getFirst(),
                slots,
                timesFaster,
                cpuSeconds,
                taskSeconds,
                longest,
                shares);
    }

    private static ArmSummary arm(
            Mode mode,
            int slots,
            double timesFaster,
            double cpuSeconds,
            double taskSeconds,
            double longest,
            Shares shares) {
        return new ArmSummary(
                TestingRounds.arm(mode, slots),
                3,
                slots,
                2,
                20,
                1,
                1,
                1,
                null,
                timesFaster,
                null,
                1,
                cpuSeconds,
                false,
                0.002,
                taskSeconds,
                longest,
                shares,
                Hindrances.NONE,
                Map.of());
    }

    private static ArmSummary hindered(ArmSummary arm, Hindrances hindrances) {
        return with(arm, arm.tasks(), hindrances);
    }

    private static ArmSummary tasks(ArmSummary arm, int tasks) {
        return with(arm, tasks, arm.hindrances());
    }

    private static ArmSummary with(ArmSummary arm, int tasks, Hindrances hindrances) {
        return new ArmSummary(
                arm.arm(),
                arm.rounds(),
                arm.slots(),
                arm.cores(),
                tasks,
                arm.medianSeconds(),
                arm.minSeconds(),
                arm.maxSeconds(),
                arm.secondsInterval(),
                arm.timesFaster(),
                arm.timesFasterInterval(),
                arm.efficiency(),
                arm.cpuSeconds(),
                arm.cpuShared(),
                arm.overheadSeconds(),
                arm.taskSeconds(),
                arm.longestSeconds(),
                arm.shares(),
                hindrances,
                arm.figures());
    }
}
