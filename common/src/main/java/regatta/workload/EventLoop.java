package regatta.workload;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One thread that runs callbacks: tasks handed to it, channels that became ready, timers that ran
 * out.
 *
 * <p>What runs on it never blocks. Only {@link #execute} may be called from any thread; the rest is
 * for callbacks on the loop's own thread.
 */
public interface EventLoop extends Executor {

    /** Runs a task on the loop soon; safe from any thread. */
    @Override
    void execute(Runnable task);

    /**
     * Watches a non-blocking channel until its key is cancelled or the channel closes.
     *
     * @param operations of {@link SelectionKey}; the key's {@code interestOps} change them later
     * @param ready called with the key each time that one of them is possible
     */
    SelectionKey register(SelectableChannel channel, int operations, Consumer<SelectionKey> ready)
            throws ClosedChannelException;

    /** Runs a task once, after a delay, unless the timer is cancelled first. */
    Timer schedule(Duration delay, Runnable task);

    /** A task that waits for its time. */
    interface Timer {
        /** Forgets the task; without effect once it ran. */
        void cancel();
    }
}
