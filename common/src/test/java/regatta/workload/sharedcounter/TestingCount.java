package regatta.workload.sharedcounter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import regatta.workload.CombineException;
import regatta.workload.SelectorLoop;
import regatta.workload.TaskContext;
import regatta.workload.TaskOutput;

/** Runs a job of the shared counter without a coordinator. */
final class TestingCount {
    private final SharedCounter workload;

    TestingCount(Path directory) {
        workload = new SharedCounter(directory);
    }

    SharedCounter workload() {
        return workload;
    }

    static SharedCounter.Spec spec(
            Discipline discipline, int tasks, long increments, Duration apart) {
        return new SharedCounter.Spec(tasks, increments, discipline.word(), apart);
    }

    /** Runs each task on a thread of its own, all at once. */
    SharedCounter.Output onThreads(String job, SharedCounter.Spec spec) throws Exception {
        CountDownLatch begin = new CountDownLatch(spec.tasks());
        try (ExecutorService threads = Executors.newFixedThreadPool(spec.tasks())) {
            List<Future<Counted>> running = new ArrayList<>();
            for (int index = 0; index < spec.tasks(); index++) {
                CountTask task = workload.task(spec, index);
                running.add(
                        threads.submit(() -> {
                            begin.countDown();
                            begin.await();
                            return workload.run(task, new Context(job, task.index(), 1, false));
                        }));
            }
            List<Counted> counted = new ArrayList<>();
            for (Future<Counted> each : running) {
                counted.add(each.get());
            }
            return combine(spec, counted);
        }
    }

    /** Starts all tasks on one event loop. */
    SharedCounter.Output onLoop(String job, SharedCounter.Spec spec) throws Exception {
        try (SelectorLoop loop = new SelectorLoop("testing-loop")) {
            List<CompletableFuture<Counted>> running = new ArrayList<>();
            IntStream.range(0, spec.tasks()).forEach(_ -> running.add(new CompletableFuture<>()));
            // All in one turn, as attempts that are dispatched together.
            loop.execute(() -> {
                for (int index = 0; index < spec.tasks(); index++) {
                    CompletableFuture<Counted> end = running.get(index);
                    CompletionStage<Counted> stage =
                            workload.start(
                                    workload.task(spec, index),
                                    new Context(job, index, 1, false),
                                    loop);
                    var _ =
                            stage.whenComplete((value, failure) -> {
                                if (failure == null) {
                                    end.complete(value);
                                } else {
                                    end.completeExceptionally(failure);
                                }
                            });
                }
            });
            List<Counted> counted = new ArrayList<>();
            for (CompletableFuture<Counted> each : running) {
                counted.add(each.get(60, TimeUnit.SECONDS));
            }
            return combine(spec, counted);
        }
    }

    private SharedCounter.Output combine(SharedCounter.Spec spec, List<Counted> counted)
            throws CombineException {
        return workload.combine(
                spec,
                IntStream.range(0, counted.size())
                        .mapToObj(index -> new TaskOutput<>(index, counted.get(index))));
    }

    /** A task that is cancelled from the start, or never. */
    record Context(String job, int index, int attempt, boolean isCancelled)
            implements TaskContext {}
}
