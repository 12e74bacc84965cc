package regatta.worker;

import static org.assertj.core.api.Assertions.fail;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import regatta.plugin.BlockSettings;
import regatta.protocol.Ended;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.JobAttempts;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.SlotOffer;
import regatta.protocol.TaskAttempt;
import regatta.protocol.WorkerCommand.Dispatch;
import regatta.protocol.WorkerCommand.RunAttempts;
import regatta.workload.Workloads;

/** An attempt runner, and all its news so far. */
final class TestingRunner implements AutoCloseable {
    static final JobId JOB = new JobId("job");
    private static final int PATIENCE_SECONDS = 30;

    /** A thread for each slot, as the executors of threads have. */
    private static final DispatcherSettings PINNED =
            DispatcherSettings.of(
                    ConfigFactory.parseString(
                                    "pinned { type = PinnedDispatcher, executor = thread-pool-executor }")
                            .withFallback(ConfigFactory.load()),
                    "pinned");

    final AttemptRunner runner;
    final List<TaskAttempt> started = new ArrayList<>();
    final List<Ended> ended = new ArrayList<>();
    final List<TaskAttempt> returned = new ArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private int wakeUps;
    private int nextTask;

    TestingRunner(Execution execution, int slots) {
        Workloads workloads = Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind));
        SlotOffer offer = SlotOffer.any(slots);
        runner =
                execution == Execution.DISPATCHER
                        ? new AttemptRunner(workloads, offer, PINNED, "test")
                        : new AttemptRunner(workloads, offer, execution, "test");
        runner.onNews(news::release);
    }

    /**
     * Queues one task for each script. Tasks are numbered from 0 in the sequence of their arrival.
     */
    void enqueue(int slot, String... scripts) {
        enqueue(slot, false, scripts);
    }

    void enqueue(int slot, boolean confirmStart, String... scripts) {
        List<Dispatch> dispatches =
                Stream.of(scripts)
                        .map(script ->
                                new Dispatch(
                                        slot,
                                        nextTask++,
                                        1,
                                        confirmStart,
                                        TestingWorkload.task(script)))
                        .toList();
        enqueue(TestingWorkload.KIND, dispatches);
    }

    void enqueue(String kind, List<Dispatch> dispatches) {
        runner.enqueue(new RunAttempts(1, 1, JOB, kind, dispatches));
    }

    void cancel(Integer... tasks) {
        List<TaskAttempt> names = Stream.of(tasks).map(task -> new TaskAttempt(task, 1)).toList();
        runner.cancel(new JobAttempts(JOB, names));
    }

    /** Takes news until the condition holds. Each wake-up must bring news. */
    void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (!news.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                fail("nothing happened; so far ended %s, started %s", ended, started);
            }
            wakeUps++;
            take();
        }
    }

    void awaitEnded(int count) throws InterruptedException {
        await(() -> ended.size() >= count);
    }

    void awaitStarted(int task) throws InterruptedException {
        await(() -> started.contains(new TaskAttempt(task, 1)));
    }

    int wakeUps() {
        return wakeUps;
    }

    void take() {
        News taken = runner.take();
        taken.started().forEach(attempt -> started.add(attempt.name()));
        taken.ended().forEach(attempt -> ended.add(attempt.ended(System.nanoTime())));
        taken.returned().forEach(attempt -> returned.add(attempt.name()));
    }

    Outcome outcome(int task) {
        return end(task).outcome();
    }

    Ended end(int task) {
        return ended.stream().filter(one -> one.task() == task).findFirst().orElseThrow();
    }

    String output(int task) {
        return outcome(task) instanceof Outcome.Succeeded(var output)
                ? new String(output.bytes(), java.nio.charset.StandardCharsets.UTF_8)
                : fail("task %d: %s", task, outcome(task));
    }

    List<Held> held() {
        List<Held> held = new ArrayList<>();
        runner.held((attempt, state) -> held.add(attempt.held(state)));
        return held;
    }

    @Override
    public void close() {
        runner.close();
    }
}
