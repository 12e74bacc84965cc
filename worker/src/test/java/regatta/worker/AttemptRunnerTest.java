package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.protocol.Ended;
import regatta.protocol.Failure;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;
import regatta.protocol.WorkerCommand.Dispatch;

@Timeout(120)
class AttemptRunnerTest {
    private static final Outcome CANCELLED = new Outcome.Cancelled();

    @ParameterizedTest
    @EnumSource(Execution.class)
    void runsASlotsQueueFirstInFirstOut(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 2)) {
            test.enqueue(0, "ok", "wait 20", "ok");
            test.enqueue(1, "ok");

            test.awaitEnded(4);

            assertThat(test.ended)
                    .filteredOn(end -> end.slot() == 0)
                    .extracting(Ended::task)
                    .containsExactly(0, 1, 2);
            assertThat(test.ended)
                    .allSatisfy(
                            end -> assertThat(end.outcome()).isInstanceOf(Outcome.Succeeded.class));
            assertThat(test.held()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void runsAttemptsOfSeveralSlotsAtOnce(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 16)) {
            IntStream.range(0, 16).forEach(slot -> test.enqueue(slot, "hang"));

            test.await(() -> test.started.size() == 16);

            assertThat(test.held()).extracting(Held::state).containsOnly(State.RUNNING);
            test.cancel(IntStream.range(0, 16).boxed().toArray(Integer[]::new));
            test.awaitEnded(16);
            assertThat(test.ended).extracting(Ended::outcome).containsOnly(CANCELLED);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DISPATCHER")
    void namesItsThreadsAfterThePool(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 4)) {
            IntStream.range(0, 4).forEach(slot -> test.enqueue(slot, "wait 500"));

            test.awaitEnded(4);

            Set<String> names = new TreeSet<>();
            IntStream.range(0, 4).forEach(task -> names.add(test.output(task)));
            assertThat(names).allSatisfy(name -> assertThat(name).startsWith("test"));
            assertThat(names).hasSize(execution == Execution.EVENT_LOOP ? 1 : 4);
        }
    }

    @Test
    void oneSlotKeepsItsOneThread() throws Exception {
        try (TestingRunner test = new TestingRunner(Execution.THREAD_POOL, 1)) {
            Set<String> names = new TreeSet<>();
            for (int task = 0; task < 200; task++) {
                test.enqueue(0, "ok");
                test.awaitEnded(task + 1);
                names.add(test.output(task));
            }

            assertThat(names).containsExactly("test-0");
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void anyThrowableOfATaskIsItsFailure(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 1)) {
            test.enqueue(0, "fail", "broken", "deep", "nonsense", "large 131073", "large 131072");

            test.awaitEnded(6);

            assertThat(test.outcome(0)).isEqualTo(failed(new Failure("refused", "as told", false)));
            assertThat(test.outcome(1))
                    .isEqualTo(
                            failed(
                                    new Failure(
                                            Failure.ERROR,
                                            "IllegalStateException: as told",
                                            true)));
            assertThat(test.outcome(2))
                    .isEqualTo(failed(new Failure(Failure.ERROR, "StackOverflowError", true)));
            assertThat(test.outcome(3)).isInstanceOf(Outcome.Failed.class);
            assertThat(test.outcome(4))
                    .isEqualTo(
                            failed(
                                    new Failure(
                                            Failure.OUTPUT_TOO_LARGE,
                                            "the output has 131,073 bytes, the limit is 131,072",
                                            false)));
            assertThat(test.output(5)).hasSize(131_072);
        }
    }

    private static Outcome failed(Failure failure) {
        return new Outcome.Failed(failure);
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void anUnknownKindFailsForGood(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 1)) {
            Dispatch dispatch = new Dispatch(0, 0, 1, false, TestingWorkload.task("ok"));
            test.enqueue("no-such", List.of(dispatch));

            test.awaitEnded(1);

            assertThat(test.outcome(0))
                    .isEqualTo(
                            failed(
                                    new Failure(
                                            Failure.UNKNOWN_WORKLOAD,
                                            "this worker has no workload of kind no-such",
                                            false)));
        }
    }

    @Test
    void anUnknownSlotFails() throws Exception {
        int slot = 1;
        try (TestingRunner test = new TestingRunner(Execution.THREAD_POOL, slot)) {
            test.enqueue(slot, "ok");

            test.awaitEnded(1);

            assertThat(test.outcome(0)).isInstanceOf(Outcome.Failed.class);
            assertThat(test.end(0).slot()).isEqualTo(slot);
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void cancelsWaitingAndInterruptsRunningAttempts(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 1)) {
            test.enqueue(0, "hang", "ok", "hang", "interrupted");
            test.awaitStarted(0);

            test.cancel(1, 2);
            test.awaitEnded(2);
            assertThat(test.end(1)).isEqualTo(cancelled(1));
            assertThat(test.end(2)).isEqualTo(cancelled(2));
            assertThat(test.held()).extracting(Held::task).containsExactly(3, 0);
            test.cancel(0);
            test.awaitEnded(4);

            assertThat(test.outcome(0)).isEqualTo(CANCELLED);
            assertThat(test.end(0).timings().ranNanos()).isPositive();
            assertThat(test.output(3)).isEqualTo("false");
        }
    }

    private static Ended cancelled(int task) {
        return new Ended(0, task, 1, CANCELLED, new Timings(0, 0, 0, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"THREAD_POOL", "FORK_JOIN", "VIRTUAL_THREADS"})
    void aCancellationNeverHitsTheNextAttempt(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 1)) {
            List<String> scripts = new ArrayList<>();
            int pairs = 2_000;
            for (int i = 0; i < pairs; i++) {
                scripts.add("compute 0");
                scripts.add("interrupted");
            }
            test.enqueue(0, scripts.toArray(String[]::new));

            int cancelled = 0;
            while (test.ended.size() < 2 * pairs) {
                test.take();
                cancelled = Math.max(cancelled, test.ended.size());
                int running = (cancelled + 1) / 2 * 2;
                test.cancel(running);
            }

            for (int i = 0; i < pairs; i++) {
                assertThat(test.output(2 * i + 1)).isEqualTo("false");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void handsBackTheLastOfAQueue(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 1)) {
            test.enqueue(0, "hang", "ok", "ok", "ok", "ok");
            test.awaitStarted(0);

            test.runner.recall(TestingRunner.JOB, 0, 2);
            test.await(() -> test.returned.size() == 2);

            assertThat(test.returned).containsExactly(new TaskAttempt(4, 1), new TaskAttempt(3, 1));
            assertThat(test.held())
                    .containsExactly(
                            new Held(0, 1, 1, State.QUEUED),
                            new Held(0, 2, 1, State.QUEUED),
                            new Held(0, 0, 1, State.RUNNING));
            test.runner.recall(TestingRunner.JOB, 0, 100);
            test.runner.recall(TestingRunner.JOB, 7, 100);
            test.await(() -> test.returned.size() == 4);
            test.cancel(0);
            test.awaitEnded(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void aSuspectRunsOnlyOnceItsStartIsConfirmed(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 1)) {
            test.enqueue(0, true, "ok");
            test.enqueue(0, "ok");
            test.awaitStarted(0);

            assertThat(test.held())
                    .containsExactly(
                            new Held(0, 1, 1, State.QUEUED), new Held(0, 0, 1, State.RUNNING));
            test.runner.confirm(TestingRunner.JOB, new TaskAttempt(1, 1));
            assertThat(test.ended).isEmpty();
            test.runner.confirm(TestingRunner.JOB, new TaskAttempt(0, 1));
            test.runner.confirm(TestingRunner.JOB, new TaskAttempt(0, 1));
            test.awaitEnded(2);

            assertThat(test.ended).extracting(Ended::task).containsExactly(0, 1);
            assertThat(test.started).containsOnlyOnce(new TaskAttempt(0, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void aSuspectThatIsCancelledNeverRuns(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 1)) {
            test.enqueue(0, true, "hang");
            test.enqueue(0, "ok");
            test.awaitStarted(0);

            test.cancel(0);
            test.runner.confirm(TestingRunner.JOB, new TaskAttempt(0, 1));
            test.awaitEnded(2);

            assertThat(test.end(0)).isEqualTo(cancelled(0));
            assertThat(test.ended).extracting(Ended::task).containsExactly(0, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void drainingHandsBackUnstartedAttempts(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 1)) {
            test.enqueue(0, "wait 1000", "ok", "ok");
            test.awaitStarted(0);

            test.runner.drain();
            test.enqueue(0, "ok");
            test.await(() -> test.returned.size() == 3 && test.ended.size() == 1);

            assertThat(test.outcome(0)).isInstanceOf(Outcome.Succeeded.class);
            assertThat(test.runner.isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void abandonedAttemptsCountAsCancelledOnce(Execution execution) throws Exception {
        try (TestingRunner test = new TestingRunner(execution, 2)) {
            test.enqueue(0, "deaf 1000");
            test.awaitStarted(0);
            test.runner.drain();

            test.runner.abandon();
            test.awaitEnded(1);

            assertThat(test.outcome(0)).isEqualTo(CANCELLED);
            assertThat(test.held()).isEmpty();
        }
    }

    @Test
    void wakesOnceUntilItsNewsIsTaken() throws Exception {
        try (TestingRunner test = new TestingRunner(Execution.THREAD_POOL, 4)) {
            for (int slot = 0; slot < 4; slot++) {
                test.enqueue(slot, "ok", "ok", "ok", "ok");
            }
            test.awaitEnded(16);

            assertThat(test.wakeUps()).isLessThanOrEqualTo(32);
        }
    }
}
