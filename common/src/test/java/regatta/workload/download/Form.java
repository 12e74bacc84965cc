package regatta.workload.download;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import regatta.workload.EventLoop;
import regatta.workload.SelectorLoop;
import regatta.workload.TaskContext;

/** The ways in which a download is run; every behaviour is the same in each. */
enum Form {
    PLATFORM_THREAD,
    VIRTUAL_THREAD,
    EVENT_LOOP;

    private static final SelectorLoop LOOP = new SelectorLoop("download-test-loop");

    /** An attempt under way. */
    record Started(CompletableFuture<Downloaded> result, Thread thread, AtomicBoolean cancelled) {
        void cancel(Form form) {
            cancelled.set(true);
            if (form != EVENT_LOOP) {
                thread.interrupt();
            }
        }

        Downloaded await() throws Throwable {
            try {
                return result.get(30, TimeUnit.SECONDS);
            } catch (ExecutionException failure) {
                throw failure.getCause();
            }
        }
    }

    record Context(String job, int index, int attempt, AtomicBoolean cancelled)
            implements TaskContext {
        @Override
        public boolean isCancelled() {
            return cancelled.get();
        }
    }

    Downloaded run(Download download, Source source) throws Throwable {
        return run(download, source, 0);
    }

    Downloaded run(Download download, Source source, int index) throws Throwable {
        return start(download, source, index).await();
    }

    Started start(Download download, Source source, int index) {
        return start(download, source, index, 1);
    }

    Started start(Download download, Source source, int index, int attempt) {
        return start(download, new DownloadTask(source, 0), index, attempt);
    }

    Started start(Download download, DownloadTask task, int index, int attempt) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Context context = new Context("job", index, attempt, cancelled);
        CompletableFuture<Downloaded> result = new CompletableFuture<>();
        Runnable blocking =
                () -> {
                    try {
                        result.complete(download.run(task, context));
                    } catch (Throwable failure) {
                        result.completeExceptionally(failure);
                    }
                };
        Thread thread =
                switch (this) {
                    case PLATFORM_THREAD -> Thread.ofPlatform().daemon().start(blocking);
                    case VIRTUAL_THREAD -> Thread.ofVirtual().start(blocking);
                    case EVENT_LOOP -> LOOP.thread();
                };
        if (this == EVENT_LOOP) {
            LOOP.execute(() ->
                    download.start(task, context, LOOP)
                            .whenComplete((output, failure) -> {
                                if (failure == null) {
                                    result.complete(output);
                                } else {
                                    result.completeExceptionally(failure);
                                }
                            }));
        }
        return new Started(result, thread, cancelled);
    }

    /** Has something done on the loop of all downloads. */
    static void onLoop(Consumer<EventLoop> task) {
        LOOP.execute(() -> task.accept(LOOP));
    }

    static Thread loopThread() {
        return LOOP.thread();
    }
}
