package regatta.coordinator.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer: the code of the one thread that writes. While the writer commits a transaction,
 * further writes gather and form the next transaction.
 *
 * <p>If a write fails because the disk is full, the writer refuses new jobs, new comparisons and
 * deletions, and retries all other writes in sequence until they succeed. After any other failure
 * the content of the disk is uncertain, so the writer stops for good and reports the failure.
 */
final class StoreWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);

    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(2).toNanos();
    private static final String FULL = "the store cannot be written; the disk may be full";
    private static final String LOCKED =
            "the store cannot be written while another program has locked it";

    private static final long IDLE = Duration.ofMinutes(1).toNanos();

    /** How often an idle writer checks that the store's files still have their names. */
    private static final long LOOK = Duration.ofSeconds(1).toNanos();

    /** The pause between two steps of deletion while writes wait. */
    private static final long BETWEEN_STEPS = Duration.ofMillis(50).toNanos();

    private final WriteQueue queue = new WriteQueue();
    private final AtomicInteger backlog = new AtomicInteger();
    private final WriteSession session;
    private final Spare spare;
    private final Consumer<Throwable> fatal;

    /** Why the last write failed; empty if the last write succeeded. */
    private volatile String unwritable;

    /**
     * Actions of committed writes that have not run yet. Each action tells a caller that the
     * caller's write is kept.
     */
    private final List<Runnable> untold = new ArrayList<>();

    private long nextStep = System.nanoTime();
    private long pause = FIRST_PAUSE;

    /**
     * Creates a writer.
     *
     * @param full whether the disk was full when the store was opened
     */
    StoreWriter(WriteSession session, Spare spare, boolean full, Consumer<Throwable> fatal) {
        this.session = session;
        this.spare = spare;
        this.unwritable = full ? FULL : "";
        this.fatal = fatal;
    }

    /**
     * Queues a write. If the store cannot write now and the write is refusable, fails the write
     * immediately.
     */
    void add(Write write) {
        if (write.refusable() && !writable() && !queue.isClosed()) {
            write.done().completeExceptionally(refused());
            return;
        }
        backlog.addAndGet(write.tasks());
        if (!queue.add(write)) {
            giveUp(write);
        }
    }

    Optional<String> unwritable() {
        return Optional.of(unwritable).filter(reason -> !reason.isEmpty());
    }

    private boolean writable() {
        return unwritable.isEmpty();
    }

    int backlog() {
        return backlog.get();
    }

    /** Asks the writer's thread to write all queued writes and then to end. */
    void close() {
        queue.close();
    }

    @Override
    public void run() {
        List<Write> pending = new ArrayList<>();
        Throwable failure = null;
        spare.occupy();
        try (session) {
            loop(pending);
            if (writable()) {
                session.markClosed();
                session.checkpoint();
            }
        } catch (SQLException | InterruptedException | RuntimeException | Error thrown) {
            failure = thrown;
        }
        spare.occupy();
        unwritable = "the store has stopped";
        queue.close();
        pending.addAll(queue.drain());
        pending.forEach(this::giveUp);
        if (failure != null) {
            stop(failure);
        }
    }

    private void loop(List<Write> pending) throws SQLException, InterruptedException {
        boolean last = false;
        while (!last) {
            last = queue.isClosed();
            pending.addAll(queue.take(pending.isEmpty() && writable() ? idle() : 0));
            if (keep(pending)) {
                houseKeeping();
            } else if (!last) {
                refuseAcceptances(pending);
                queue.pause(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE);
            }
        }
    }

    /**
     * Keeps all of {@code writes} and then removes the writes from the list, or keeps and removes
     * none. Returns whether the store can be written.
     */
    private boolean keep(List<Write> writes) throws SQLException {
        try {
            if (!writable()) {
                session.files().check();
                // A copy of the log into the database may free the space that is missing.
                checkpoint();
                session.probe();
            }
            if (!writes.isEmpty()) {
                untold.addAll(session.keep(writes));
                writes.forEach(write -> backlog.addAndGet(-write.tasks()));
                writes.clear();
            }
            // Somebody may have moved or deleted the files during the commit. Then the callers get
            // no answer until the files have their names again.
            session.files().check();
            if (!writable()) {
                LOG.info("the store can be written again");
                spare.occupy();
            }
            unwritable = "";
            pause = FIRST_PAUSE;
            untold.forEach(Runnable::run);
            untold.clear();
            return true;
        } catch (SQLException | StoreException failure) {
            if (!passes(failure)) {
                throw failure;
            }
            fails(failure);
            return false;
        }
    }

    /** Returns whether the same write may succeed later. */
    private static boolean passes(Exception failure) {
        return switch (failure) {
            case SQLException sql -> Connections.passes(sql);
            case StoreException other -> other.kind() == StoreException.Kind.MOVED;
            default -> false;
        };
    }

    /** Records why writes fail. Logs each reason once, however often the same write fails. */
    private void fails(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        String reason = message;
        if (failure instanceof SQLException sql) {
            reason = Connections.isLocked(sql) ? LOCKED : FULL;
            message = reason + ": " + message;
        }
        if (!unwritable.equals(reason)) {
            LOG.error("{}", message);
        }
        unwritable = reason;
    }

    private void refuseAcceptances(List<Write> pending) {
        for (Iterator<Write> each = pending.iterator(); each.hasNext(); ) {
            Write write = each.next();
            if (write.refusable()) {
                each.remove();
                write.done().completeExceptionally(refused());
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

    /**
     * Makes a checkpoint if one is due, and deletes a few rows of ended jobs and comparisons. If
     * the disk has no space, the writer tries both again later.
     */
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
        } catch (SQLException | StoreException failure) {
            if (!passes(failure)) {
                throw failure;
            }
        }
    }

    private long idle() {
        return Math.clamp(nextStep - System.nanoTime(), 0, LOOK);
    }

    private void stop(Throwable failure) {
        LOG.error("the store has stopped and keeps nothing more", failure);
        // The callback needs its own thread, because the code that ends the process waits for the
        // writer's thread.
        Thread.ofPlatform().name("store-stopped").start(() -> fatal.accept(failure));
    }

    private void giveUp(Write write) {
        backlog.addAndGet(-write.tasks());
        write.done()
                .completeExceptionally(
                        new StoreException(StoreException.Kind.CLOSED, "the store is closed"));
    }

    private StoreException refused() {
        return new StoreException(StoreException.Kind.FULL, unwritable);
    }
}
