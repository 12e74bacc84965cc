package regatta.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.protocol.Failure;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.TaskAttempt;
import regatta.protocol.WorkerCommand.Dispatch;

/** Tests when a slot reports. The test is the slot's driver and its clock. */
class SlotTest {
    private static final JobId JOB = new JobId("job");
    private static final Attempt.Work WORK = new Attempt.Work(JOB, "kind", null);
    private static final Outcome SUCCESS = new Outcome.Succeeded(Payload.EMPTY);
    private static final Outcome FAILURE = new Outcome.Failed(new Failure("error", "no", true));

    private int wakeUps;
    private long now;
    private final Slot slot = new Slot(BlockingDriver.onThreads(new NoThreads()), _ -> wakeUps++);
    private @Nullable Attempt running;

    @Test
    void reportsSuccessesBeforeTheCoordinatorHasToSendMore() {
        begin(9);
        assertThat(take().started()).extracting(Attempt::name).containsExactly(name(0));
        for (int quiet = 0; quiet < 5; quiet++) {
            end(SUCCESS);
            assertThat(wakeUps).isZero();
        }
        end(SUCCESS);
        assertThat(wakeUps).isEqualTo(1);
        assertThat(take().ended())
                .extracting(Attempt::name)
                .containsExactly(name(0), name(1), name(2), name(3), name(4), name(5));
    }

    @Test
    void reportsMoreOftenWhenLessWorkWaits() {
        begin(9);
        List<Integer> told = new ArrayList<>();
        take();
        for (int ended = 0; ended < 9; ended++) {
            end(SUCCESS);
            if (wakeUps > 0) {
                told.add(take().ended().size());
            }
        }
        assertThat(told).containsExactly(6, 2, 1);
    }

    @Test
    void restartsItsCountWithEachDispatch() {
        begin(9);
        take();
        end(SUCCESS);
        enqueue(9, 19, false);
        for (int quiet = 0; quiet < 12; quiet++) {
            end(SUCCESS);
            assertThat(wakeUps).isZero();
        }
        end(SUCCESS);
        assertThat(take().ended()).hasSize(14);
    }

    @Test
    void reportsAFailureAtOnceWithTheSuccessesBeforeIt() {
        begin(9);
        take();
        end(SUCCESS);
        end(FAILURE);
        assertThat(wakeUps).isEqualTo(1);
        assertThat(take().ended()).extracting(Attempt::name).containsExactly(name(0), name(1));
    }

    @Test
    void reportsAtOnceAStartThatWaitsForItsConfirmation() {
        enqueue(0, 1, false);
        enqueue(1, 2, true);
        enqueue(2, 10, false);
        running = slot.begin(Thread.currentThread());
        take();
        end(SUCCESS);
        assertThat(running).isNull();
        assertThat(wakeUps).isEqualTo(1);
        assertThat(take().started()).extracting(Attempt::name).containsExactly(name(1));
    }

    @Test
    void reportsAReturnedAttemptAtOnce() {
        begin(9);
        take();
        end(SUCCESS);
        slot.recall(JOB, 2);
        assertThat(wakeUps).isEqualTo(1);
        News news = take();
        assertThat(news.returned()).extracting(Attempt::name).containsExactly(name(8), name(7));
        assertThat(news.ended()).extracting(Attempt::name).containsExactly(name(0));
    }

    @Test
    void reportsACancelledAttemptAtOnce() {
        begin(9);
        take();
        end(SUCCESS);
        slot.cancel(JOB, Set.of(name(5)));
        assertThat(wakeUps).isEqualTo(1);
        assertThat(take().ended()).extracting(Attempt::name).containsExactly(name(0), name(5));
    }

    @Test
    void reportsSuccessesWithTheHello() {
        begin(9);
        take();
        end(SUCCESS);
        slot.flush();
        slot.flush();
        assertThat(wakeUps).isEqualTo(1);
        assertThat(take().ended()).hasSize(1);
        slot.flush();
        assertThat(wakeUps).isZero();
    }

    @Test
    void listsSuccessesAsEndedBeforeItReportsThem() {
        begin(9);
        take();
        end(SUCCESS);
        assertThat(states()).containsOnly(State.QUEUED, State.RUNNING, State.ENDED);
        assertThat(states()).hasSize(9);
    }

    @Test
    void statesHowLongASuccessWaitedForItsReport() {
        begin(9);
        now = System.nanoTime();
        end(SUCCESS);
        Attempt first = take().ended().getFirst();
        assertThat(first.ended(now + 250).timings().unreportedNanos()).isEqualTo(250);
    }

    private void begin(int attempts) {
        enqueue(0, attempts, false);
        running = slot.begin(Thread.currentThread());
    }

    private void enqueue(int from, int until, boolean confirmStart) {
        IntStream.range(from, until)
                .mapToObj(task -> new Dispatch(0, task, 1, confirmStart, Payload.EMPTY))
                .forEach(dispatch -> slot.enqueue(new Attempt(WORK, dispatch, now)));
    }

    /** Ends the running attempt and begins the next. */
    private void end(Outcome outcome) {
        Attempt ending = running;
        if (ending == null) {
            throw new AssertionError("nothing runs");
        }
        running =
                slot.endAndBegin(
                        ending, new Slot.End(outcome, now, Spent.UNKNOWN), Thread.currentThread());
    }

    private News take() {
        wakeUps = 0;
        News news = new News();
        slot.take(news);
        return news;
    }

    private List<State> states() {
        List<State> states = new ArrayList<>();
        Set<TaskAttempt> names = new HashSet<>();
        slot.held((attempt, state) -> {
            states.add(state);
            assertThat(names.add(attempt.name())).isTrue();
        });
        return states;
    }

    private static TaskAttempt name(int task) {
        return new TaskAttempt(task, 1);
    }

    /** Runs nothing: the test begins and ends attempts itself. */
    private static final class NoThreads extends AbstractExecutorService {
        @Override
        public void execute(Runnable command) {}

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
