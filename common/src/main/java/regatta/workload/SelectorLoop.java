package regatta.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * An event loop whose thread waits in a selector and nowhere else.
 *
 * <p>If a callback throws, the thread's uncaught exception handler gets the exception, and the loop
 * continues. The loop ignores interruptions of its thread, because an interruption could close
 * channels of everybody who shares the loop.
 */
public final class SelectorLoop implements EventLoop, AutoCloseable {
    private static final int TASKS_A_TURN = 1_024;

    private final Selector selector;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final TreeSet<Due> timers =
            new TreeSet<>(
                    Comparator.comparingLong((Due due) -> due.atNanos)
                            .thenComparingLong(due -> due.order));
    private final long originNanos = System.nanoTime();
    private long timersMade;
    private volatile boolean closed;

    /** Starts the loop on a daemon thread with the given name. */
    public SelectorLoop(String name) {
        try {
            selector = Selector.open();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::turn);
        thread.start();
    }

    /** Returns the loop's only thread, so that the caller can read the thread's processor time. */
    public Thread thread() {
        return thread;
    }

    /**
     * Runs a task on the loop soon; safe from any thread.
     *
     * @throws RejectedExecutionException if the loop is closed
     */
    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("the event loop is closed");
        }
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    @Override
    public SelectionKey register(
            SelectableChannel channel, int operations, Consumer<SelectionKey> ready)
            throws ClosedChannelException {
        return channel.register(selector, operations, ready);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Due due = new Due(now() + Math.max(0, delay.toNanos()), timersMade++, task);
        timers.add(due);
        return due;
    }

    /**
     * Ends the loop after the callback that runs now. Drops waiting tasks and timers; channels stay
     * open.
     */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }

    private void turn() {
        try (selector) {
            while (!closed) {
                awaitWork();
                boolean _ = Thread.interrupted();
                runTasks();
                runTimers();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void awaitWork() throws IOException {
        if (!tasks.isEmpty()) {
            selector.selectNow(SelectorLoop::ready);
        } else if (timers.isEmpty()) {
            selector.select(SelectorLoop::ready);
        } else {
            long nanos = timers.first().atNanos - now();
            selector.select(SelectorLoop::ready, Math.max(1, nanos / 1_000_000 + 1));
        }
    }

    @SuppressWarnings("unchecked") // register attaches only handlers
    private static void ready(SelectionKey key) {
        Consumer<SelectionKey> handler = (Consumer<SelectionKey>) key.attachment();
        if (key.isValid()) {
            guarded(() -> handler.accept(key));
        }
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_A_TURN && !closed; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guarded(task);
        }
    }

    private void runTimers() {
        long now = now();
        while (!closed && !timers.isEmpty() && timers.first().atNanos <= now) {
            guarded(timers.removeFirst().task);
        }
    }

    private static void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, failure);
        }
    }

    private long now() {
        return System.nanoTime() - originNanos;
    }

    private final class Due implements Timer {
        private final long atNanos;
        private final long order;
        private final Runnable task;

        private Due(long atNanos, long order, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            timers.remove(this);
        }
    }
}
