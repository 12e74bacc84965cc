package regatta.workload;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One thread that runs callbacks: tasks that callers hand to the loop, the callbacks of channels
 * that became ready, and the tasks of timers that ran out.
 *
 * <p>A callback must never block. Any thread may call {@link #execute}. The other methods are only
 * for callbacks on the loop's own thread.
 */
public interface EventLoop extends Executor {

    /** Runs a task on the loop soon; safe from any thread. */
    @Override
    void execute(Runnable task);

    /**
     * Watches a non-blocking channel until its key is cancelled or the channel closes.
     *
     * @param operations a set of operations as in {@link SelectionKey}; the key's {@code
     *     interestOps} can change the set later
     * @param ready called with the key each time the channel is ready for one of the operations
     */
    SelectionKey register(SelectableChannel channel, int operations, Consumer<SelectionKey> ready)
            throws ClosedChannelException;

    /** Runs a task once, after a delay, unless the timer is cancelled first. */
    Timer schedule(Duration delay, Runnable task);

    /** A task that runs after a delay, unless it is cancelled first. */
    interface Timer {
        /** Cancels the task; has no effect after the task ran. */
        void cancel();
    }
}
