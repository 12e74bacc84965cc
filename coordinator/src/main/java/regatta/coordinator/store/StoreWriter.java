package regatta.coordinator.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Whatever gathered while it made one transaction goes into the next.
 *
 * <p>Where a write fails for want of space, acceptances are refused and all else is kept in order
 * and tried again until it succeeds. After any other failure nothing is known of what the disk
 * holds, so that the writer stops for good and says so.
 */
final class StoreWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(2).toNanos();
    private static final long IDLE = Duration.ofMinutes(1).toNanos();

    /** Between two steps of deleting while others wait to write. */
    private static final long BETWEEN_STEPS = Duration.ofMillis(50).toNanos();

    private final WriteQueue queue = new WriteQueue();
    private final AtomicInteger backlog = new AtomicInteger();
    private final WriteSession session;
    private final Consumer<Throwable> fatal;
    private volatile boolean writable = true;
    private long nextStep = System.nanoTime();
    private long pause = FIRST_PAUSE;

    StoreWriter(WriteSession session, Consumer<Throwable> fatal) {
        this.session = session;
        this.fatal = fatal;
    }

    /** Queues a write, or fails it when there is no hope. */
    void add(Write write) {
        if (write.refusable() && !writable && !queue.isClosed()) {
            write.done().completeExceptionally(full());
            return;
        }
        backlog.addAndGet(write.tasks());
        if (!queue.add(write)) {
            giveUp(write);
        }
    }

    boolean writable() {
        return writable;
    }

    int backlog() {
        return backlog.get();
    }

    /** Asks the thread to write what is queued and to end. */
    void close() {
        queue.close();
    }

    @Override
    public void run() {
        List<Write> held = new ArrayList<>();
        Throwable failure = null;
        try (session) {
            loop(held);
            if (writable) {
                session.markClosed();
                session.checkpoint();
            }
        } catch (SQLException | InterruptedException | RuntimeException | Error thrown) {
            failure = thrown;
        }
        writable = false;
        queue.close();
        held.addAll(queue.drain());
        held.forEach(this::giveUp);
        if (failure != null) {
            stop(failure);
        }
    }

    private void loop(List<Write> held) throws SQLException, InterruptedException {
        boolean last = false;
        while (!last) {
            last = queue.isClosed();
            held.addAll(queue.take(held.isEmpty() && writable ? idle() : 0));
            if (keep(held)) {
                held.clear();
                houseKeeping();
            } else if (!last) {
                refuseAcceptances(held);
                queue.pause(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE);
            }
        }
    }

    /** Whether all of it is kept now; otherwise nothing is. */
    private boolean keep(List<Write> writes) throws SQLException {
        try {
            if (!writable) {
                // What the log holds twice over may be all the space that is missing.
                checkpoint();
                session.probe();
            }
            List<Runnable> afterwards = writes.isEmpty() ? List.of() : session.keep(writes);
            if (!writable) {
                LOG.info("the store can be written again");
            }
            writable = true;
            pause = FIRST_PAUSE;
            writes.forEach(write -> backlog.addAndGet(-write.tasks()));
            afterwards.forEach(Runnable::run);
            return true;
        } catch (SQLException failure) {
            if (!Connections.passes(failure)) {
                throw failure;
            }
            if (writable) {
                LOG.error("the store cannot be written, which is tried again", failure);
            }
            writable = false;
            return false;
        }
    }

    private void refuseAcceptances(List<Write> held) {
        for (Iterator<Write> each = held.iterator(); each.hasNext(); ) {
            Write write = each.next();
            if (write.refusable()) {
                each.remove();
                write.done().completeExceptionally(full());
            }
        }
    }

    private void checkpoint() throws SQLException {
        try {
            session.checkpoint();
        } catch (SQLException failure) {
            if (!Connections.passes(failure)) {
                throw failure;
            }
        }
    }

    /** Checkpoints, and deletes a little; both may wait when there is no space. */
    private void houseKeeping() throws SQLException {
        if (session.checkpointDue()) {
            checkpoint();
        }
        try {
            if (System.nanoTime() - nextStep >= 0) {
                boolean more = session.delete();
                long wait = more ? queue.isEmpty() ? 0 : BETWEEN_STEPS : IDLE;
                nextStep = System.nanoTime() + wait;
            }
        } catch (SQLException failure) {
            if (!Connections.passes(failure)) {
                throw failure;
            }
        }
    }

    private long idle() {
        return Math.max(0, nextStep - System.nanoTime());
    }

    private void stop(Throwable failure) {
        LOG.error("the store has stopped, nothing is kept any more", failure);
        // Not on this thread: who ends the process waits for this one.
        Thread.ofPlatform().name("store-stopped").start(() -> fatal.accept(failure));
    }

    private void giveUp(Write write) {
        backlog.addAndGet(-write.tasks());
        write.done()
                .completeExceptionally(
                        new StoreException(StoreException.Kind.CLOSED, "the store is closed"));
    }

    private static StoreException full() {
        return new StoreException(
                StoreException.Kind.FULL, "the store cannot be written; the disk may be full");
    }
}
