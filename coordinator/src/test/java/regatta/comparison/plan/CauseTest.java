package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.ArmSummary.Shares;
import regatta.comparison.plan.Cause.Kind;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.api.Mode.Style;

class CauseTest {
    private static final Mode LOOP =
            TestingRounds.mode("loop2", Placement.IN_PROCESS, Style.EVENT_LOOP);
    private static final Shares BUSY = new Shares(0.95, 0, 0.05, 0.02);

    @Test
    void namesWaitingComputingAndBoth() {
        ArmSummary parallel = arm("thread-pool", 2, 1.9, 1, 1, 1, BUSY);
        assertThat(cause(batch(0.97, 1, 1), parallel).kind()).isEqualTo(Kind.WAITING);
        assertThat(cause(batch(0.5, 1, 1), parallel).kind()).isEqualTo(Kind.MIXED);
        Cause computing = cause(batch(0.02, 1, 1), parallel);
        assertThat(computing.kind()).isEqualTo(Kind.COMPUTING);
        assertThat(computing.change()).isEqualTo("More cores would help; more slots would not.");
        ArmSummary unknown = arm("thread-pool", 2, 1.9, 1, 1, 1, new Shares(0.95, 0, 0.05, -1));
        assertThat(cause(batch(-1, 1, 1), unknown).kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void cannotTellWaitingFromSlotsThatQueueForACore() {
        ArmSummary crowded = arm("thread-pool", 8, 1, 1, 1, 1, new Shares(1, 0, 0, 0.75));
        Cause unknown = Cause.of(crowded, crowded, List.of(crowded));
        assertThat(unknown.kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(unknown.because()).contains("more slots than there are cores");
        ArmSummary few = arm("fork-join", 2, 1, 1, 1, 1, BUSY);
        Cause told = Cause.of(crowded, crowded, List.of(crowded, few));
        assertThat(told.kind()).isEqualTo(Kind.COMPUTING);
        assertThat(told.because()).startsWith("98 % of fork-join's running was computing");
        ArmSummary idle = arm("thread-pool", 8, 1, 1, 1, 1, new Shares(1, 0, 0, 0.95));
        assertThat(Cause.of(idle, idle, List.of(idle)).kind()).isEqualTo(Kind.WAITING);
    }

    @Test
    void namesOneHugeTaskAndUnevenOnes() {
        // 20 tasks take 1 s on average. 12 s are more than half of their sum; 5 s are five times
        // the mean.
        ArmSummary idle = arm("thread-pool", 2, 1.6, 1, 1, 12, new Shares(0.7, 0, 0.3, 0.02));
        Cause huge = cause(batch(0.02, 1, 12), idle);
        assertThat(huge.kind()).isEqualTo(Kind.ONE_HUGE_TASK);
        assertThat(huge.because()).startsWith("One of 20 tasks took 60 % of the time");
        assertThat(cause(batch(0.02, 1, 5), idle).kind()).isEqualTo(Kind.UNEVEN_TASKS);
        ArmSummary full = arm("thread-pool", 2, 1.9, 1, 1, 5, BUSY);
        assertThat(cause(batch(0.02, 1, 5), full).kind()).isEqualTo(Kind.COMPUTING);
    }

    @Test
    void namesTasksThatAreTooSmall() {
        ArmSummary useless = arm("thread-pool", 2, 1.1, 1, 0.002, 0.002, BUSY);
        assertThat(cause(batch(0.02, 0.001, 0.001), useless).kind()).isEqualTo(Kind.SMALL_TASKS);
        ArmSummary useful = arm("thread-pool", 2, 1.8, 1, 0.002, 0.002, BUSY);
        assertThat(cause(batch(0.02, 0.001, 0.001), useful).kind())
                .as("what is handed out beside running tasks costs nothing")
                .isEqualTo(Kind.COMPUTING);
        ArmSummary starved = arm("batch", 1, 1, 1, 0.001, 0.001, new Shares(0.35, 0.65, 0, 0.6));
        assertThat(cause(starved, useful).kind())
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
        Shares held = new Shares(0.98, 0, 0.02, 0.5);
        ArmSummary locked = arm("thread-pool", 2, 1.0, 1, 2, 2, held);
        ArmSummary apart = arm("processes", 2, 1.9, 1, 1, 1, BUSY);
        ArmSummary batch = batch(0.02, 1, 1);
        Cause lock = Cause.of(batch, apart, List.of(batch, locked, apart));
        assertThat(lock.kind()).isEqualTo(Kind.LOCK_BOUND);
        assertThat(lock.because()).contains("50 % of that of thread-pool was waiting");
        ArmSummary many = arm("thread-pool", 8, 1.0, 1, 2, 2, held);
        assertThat(cause(batch(0.02, 1, 1), many).kind())
                .as("more slots than cores wait for a core anyway")
                .isEqualTo(Kind.COMPUTING);
    }

    /** A loop that an operator added keeps one core busy, and its tasks queue for its thread. */
    @Test
    void takesNoEventLoopForThreadsWhateverItIsCalled() {
        Shares queueing = new Shares(0.98, 0, 0.02, 0.5);
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
        ArmSummary loop = arm(LOOP, 2, 1.0, 1, 2, 2, new Shares(1, 0, 0, 0.5));
        assertThat(Cause.of(loop, loop, List.of(loop)).kind()).isEqualTo(Kind.UNKNOWN);
        ArmSummary idle = arm(LOOP, 2, 1.0, 0.02, 2, 2, new Shares(1, 0, 0, 0.98));
        assertThat(Cause.of(idle, idle, List.of(idle)).kind()).isEqualTo(Kind.WAITING);
    }

    private static Cause cause(ArmSummary batch, ArmSummary parallel) {
        return Cause.of(batch, parallel, List.of(batch, parallel));
    }

    private static ArmSummary batch(double waiting, double taskSeconds, double longest) {
        Shares shares = new Shares(1, 0, 0, waiting);
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
                shares);
    }
}
