package regatta.worker;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.workload.EventLoop;
import regatta.workload.FailureSide;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.Workload;

/**
 * Turns bytes into a task, runs the task, and turns the task's output or failure into an outcome.
 */
final class TaskRun {
    /**
     * The largest number of bytes that an output may have, so that the output fits into one message
     * between nodes (256 KiB).
     */
    static final int MAX_OUTPUT_BYTES = 128 * 1024;

    /**
     * The exit code when a task runs out of memory. The JVM's own {@code
     * -XX:+ExitOnOutOfMemoryError} has the same exit code.
     */
    private static final int OUT_OF_MEMORY = 3;

    private TaskRun() {}

    static Outcome run(Attempt.Work work, Payload payload, TaskContext context) {
        if (work.workload() == null) {
            return unknown(work.kind());
        }
        ClassLoader before = useLoaderOf(work.workload());
        try {
            return output(run(work.workload(), payload, context));
        } catch (Throwable thrown) {
            return thrown(thrown, context);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /**
     * Makes the workload's class loader the thread's context class loader, by which a plug-in's
     * libraries find classes. Returns the previous loader.
     */
    private static @Nullable ClassLoader useLoaderOf(Workload<?, ?, ?, ?> workload) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(workload.getClass().getClassLoader());
        return before;
    }

    private static <T, O> byte[] run(
            Workload<?, T, O, ?> workload, Payload payload, TaskContext context) throws Exception {
        T task = workload.taskCodec().decode(payload.bytes());
        return workload.outputCodec().encode(workload.run(task, context));
    }

    /**
     * Starts a task on the calling thread, which must be the event loop's thread. The same thread
     * passes the outcome to {@code whenEnded}, either during this call or later.
     */
    static void start(
            Attempt.Work work,
            Payload payload,
            TaskContext context,
            EventLoop loop,
            Consumer<Outcome> whenEnded) {
        if (work.workload() == null) {
            whenEnded.accept(unknown(work.kind()));
        } else {
            start(work.workload(), payload, context, loop, whenEnded);
        }
    }

    private static <T, O> void start(
            Workload<?, T, O, ?> workload,
            Payload payload,
            TaskContext context,
            EventLoop loop,
            Consumer<Outcome> whenEnded) {
        CompletionStage<O> stage;
        ClassLoader before = useLoaderOf(workload);
        try {
            stage = workload.start(workload.taskCodec().decode(payload.bytes()), context, loop);
        } catch (Throwable thrown) {
            whenEnded.accept(thrown(thrown, context));
            return;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        Thread home = Thread.currentThread();
        stage.whenComplete((output, thrown) -> {
            Outcome outcome = outcome(workload, output, thrown, context);
            if (Thread.currentThread() == home) {
                whenEnded.accept(outcome);
            } else {
                loop.execute(() -> whenEnded.accept(outcome));
            }
        });
    }

    private static <O> Outcome outcome(
            Workload<?, ?, O, ?> workload,
            O output,
            @Nullable Throwable thrown,
            TaskContext context) {
        if (thrown != null) {
            return thrown(thrown, context);
        }
        try {
            return output(workload.outputCodec().encode(output));
        } catch (Throwable encoding) {
            return thrown(encoding, context);
        }
    }

    private static Outcome output(byte[] bytes) {
        if (bytes.length <= MAX_OUTPUT_BYTES) {
            return new Outcome.Succeeded(new Payload(bytes));
        }
        String message =
                "the output has %,d bytes, the limit is %,d"
                        .formatted(bytes.length, MAX_OUTPUT_BYTES);
        return new Outcome.Failed(new Failure(Failure.OUTPUT_TOO_LARGE, message, false));
    }

    private static Outcome unknown(String kind) {
        String message = "this worker has no workload of kind " + kind;
        return new Outcome.Failed(new Failure(Failure.UNKNOWN_WORKLOAD, message, false));
    }

    private static Outcome thrown(Throwable thrown, TaskContext context) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        if (cause instanceof OutOfMemoryError) {
            endTheJvm();
        }
        if (context.isCancelled()) {
            return new Outcome.Cancelled();
        }
        if (cause instanceof TaskFailedException failed) {
            return new Outcome.Failed(
                    new Failure(
                            failed.kind(),
                            message(failed.getMessage()),
                            failed.retryable(),
                            failed.side(),
                            failed.pause().toNanos()));
        }
        FailureSide side =
                cause instanceof IOException failure ? FailureSide.of(failure) : FailureSide.TASK;
        String name = cause.getClass().getSimpleName();
        String message = cause.getMessage() == null ? name : name + ": " + cause.getMessage();
        return new Outcome.Failed(new Failure(Failure.ERROR, message, true, side, 0));
    }

    private static String message(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Ends this JVM. Any thread may have failed to allocate, so no state can be trusted. */
    private static void endTheJvm() {
        System.err.println("a task ran out of memory: this JVM ends");
        Runtime.getRuntime().halt(OUT_OF_MEMORY);
    }
}
