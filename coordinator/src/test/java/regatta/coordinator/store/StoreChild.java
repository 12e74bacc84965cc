package regatta.coordinator.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import regatta.coordinator.api.JobState;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Job;
import regatta.workload.sumofsquares.SumOfSquares;

/** A process that uses a store and prints each write that was acknowledged. */
final class StoreChild {
    static final int TASKS = 60;

    /** Marks a line as output, not as a log entry. */
    static final String MARK = "> ";

    static final int BLOCK = 20;

    /** How many jobs are in progress at the same time. */
    private static final int AT_A_TIME = 8;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final SqliteJobStore store;

    private StoreChild(Path file) {
        StoreSettings settings =
                new StoreSettings(file, true, 1_000_000, Duration.ofDays(1_000), Long.MAX_VALUE);
        store =
                SqliteJobStore.open(
                        settings,
                        TestingJobs.WORKLOADS,
                        failure -> {
                            say("fatal", failure.toString());
                            Runtime.getRuntime().halt(3);
                        });
        say("open", Long.toString(store.epoch()));
    }

    public static void main(String[] args) throws Exception {
        StoreChild child = new StoreChild(Path.of(args[0]));
        switch (args[1]) {
            case "jobs" -> child.jobs(Integer.parseInt(args[2]));
            case "fill" -> child.fill();
            default -> throw new IllegalArgumentException(args[1]);
        }
        child.store.close();
        child.say("closed", "");
    }

    /** Runs {@code count} jobs from acceptance to end. */
    private void jobs(int count) throws InterruptedException {
        Semaphore free = new Semaphore(AT_A_TIME);
        for (int i = 0; i < count; i++) {
            free.acquire();
            store.accept(TestingJobs.accepted(TASKS), Optional.empty())
                    .thenCompose(acceptance -> settle(((Acceptance.Kept) acceptance).job()))
                    .whenComplete((_, _) -> free.release());
        }
        free.acquire(AT_A_TIME);
    }

    private CompletableFuture<Void> settle(Job job) {
        say("accepted", job.id().value());
        store.start(job.id(), TestingJobs.NOW);
        CompletableFuture<?>[] blocks = new CompletableFuture<?>[TASKS / BLOCK];
        for (int block = 0; block < blocks.length; block++) {
            int from = block * BLOCK;
            blocks[block] =
                    store.settle(job.id(), TestingJobs.successes(from, from + BLOCK))
                            .toCompletableFuture()
                            .thenRun(() -> say("settled", job.id() + " " + from));
        }
        SumOfSquares.Output output = new SumOfSquares.Output(List.of("30"));
        return CompletableFuture.allOf(blocks)
                .thenCompose(_ ->
                        store.end(TestingJobs.ended(job, JobState.SUCCEEDED, TASKS, 0, output)))
                .thenRun(() -> say("ended", job.id().value()));
    }

    /** Settles until the disk is full, and again once it has space. */
    private void fill() throws IOException {
        Job job = TestingJobs.keep(store, TestingJobs.accepted(10_000_000));
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        int settled = 0;
        while (store.unwritable().isEmpty()) {
            if (store.backlog() < 50_000) {
                last =
                        store.settle(job.id(), TestingJobs.successes(settled, settled + 1_000))
                                .toCompletableFuture();
                settled += 1_000;
            }
        }
        say("full", Integer.toString(store.page(job.id(), 0, 1_000).size()));
        try {
            TestingJobs.keep(store, TestingJobs.accepted(1));
        } catch (StoreException refused) {
            say("refused", refused.kind().name());
        }
        say("waiting", last.isDone() + " " + (store.backlog() > 0));
        // The parent process makes room and then writes a byte.
        if (System.in.read() < 0) {
            throw new IOException("the parent made no room");
        }
        last.join();
        say("recovered", store.unwritable().isEmpty() + " " + store.backlog());
        say("accepted", TestingJobs.keep(store, TestingJobs.accepted(1)).id().value());
        say("counted", store.settlements(job.id()).count() + " of " + settled);
    }

    private void say(String what, String detail) {
        out.println(MARK + (what + " " + detail).strip());
    }
}
