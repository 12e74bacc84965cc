package regatta.coordinator.schedule;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/** Decides which workers are alive. */
final class Leases {
    /**
     * The largest number of lost or left workers that a pool remembers. The pool remembers each of
     * these workers for at most {@link #REMEMBERED_NANOS}.
     */
    private static final int REMEMBERED = 1_000;

    private static final long REMEMBERED_NANOS = Duration.ofHours(1).toNanos();

    private final Board board;
    private final Dispatcher dispatcher;
    private final Losses losses;
    private final Inventory inventory;

    Leases(Board board, Dispatcher dispatcher, Settler settler) {
        this.board = board;
        this.dispatcher = dispatcher;
        this.losses = new Losses(board, dispatcher, settler);
        this.inventory = new Inventory(board, dispatcher, settler);
    }

    void hello(WorkerJoin join, long now) {
        ScheduledWorker worker = board.worker(join.id());
        if (worker != null && worker.exited()) {
            return;
        }
        if (worker == null || worker.state() == WorkerView.State.LEFT) {
            worker = register(join, worker, now);
        } else if (worker.state() == WorkerView.State.LOST) {
            comeBack(worker, now);
        }
        if (join.welcomed() && worker.welcome()) {
            dispatcher.touch(board.pool(worker.pool));
        }
        worker.heard(now);
        if (worker.unanswered(join.unanswered())) {
            dispatcher.touch(board.pool(worker.pool));
        }
        board.pool(worker.pool).countSlots();
        worker.reportedUpTo(join.nextReport() - 1);
        if (worker.toDrain() && !join.draining()) {
            board.decisions.add(new Decision.Drain(worker.id));
        }
        if (join.draining()) {
            drain(worker, now);
        }
        inventory.reconcile(worker, join, now);
    }

    boolean hasRoom(WorkerId id, SlotOffer offer) {
        if (board.worker(id) != null) {
            return true;
        }
        for (ScheduledWorker other : List.copyOf(board.workers.values())) {
            if (fits(offer)) {
                return true;
            }
            if (!other.present()) {
                board.forget(other);
            }
        }
        return fits(offer);
    }

    private boolean fits(SlotOffer offer) {
        long slots = board.workers.values().stream().mapToLong(each -> each.slots.length).sum();
        return board.workers.size() < board.terms.maxWorkers()
                && slots + offer.total() <= board.terms.maxSlots();
    }

    /** Begins to drain a worker: the worker gets no more attempts. */
    void drain(ScheduledWorker worker, long now) {
        if (worker.drain()) {
            board.pool(worker.pool).countSlots();
            for (ScheduledSlot slot : worker.slots) {
                dispatcher.endRelease(slot, now);
            }
        }
    }

    /**
     * Counts a worker whose JVM ended as lost. The worker is lost even before its lease runs out,
     * and cannot return.
     */
    void exited(WorkerId id, String how, long now) {
        ScheduledWorker worker = board.worker(id);
        if (worker != null) {
            worker.exit();
            lose(worker, how, now);
        }
    }

    /**
     * Counts a worker as left. The worker's attempts run elsewhere, and no task is charged with a
     * loss.
     */
    void left(WorkerId id, long now) {
        ScheduledWorker worker = board.worker(id);
        if (worker != null) {
            boolean present = worker.present();
            worker.leave(now);
            if (present) {
                gone(worker, false, now);
            }
            losses.forgive(id);
        }
    }

    /**
     * Counts workers as lost whose leases ran out. Forgets workers that have been lost or left for
     * an hour.
     *
     * @param frozen nanoseconds for which the coordinator itself stood still; this time does not
     *     count against a lease
     */
    void expire(long frozen, long now) {
        long lease = board.terms.lease().toNanos();
        for (ScheduledWorker worker : List.copyOf(board.workers.values())) {
            if (worker.isGoneFor(REMEMBERED_NANOS, now)) {
                board.forget(worker);
            }
            worker.excuse(frozen, now);
            if (worker.leased && now - worker.lastHeardAt() > lease) {
                lose(worker, "its lease ran out", now);
            }
        }
    }

    private ScheduledWorker register(WorkerJoin join, @Nullable ScheduledWorker before, long now) {
        long lastRun = Math.max(join.lastRun(), before == null ? 0 : before.lastRun());
        ScheduledWorker worker = new ScheduledWorker(join, lastRun, now);
        board.add(worker);
        // An earlier coordinator may have charged tasks with the loss of this worker.
        losses.forgive(worker.id);
        dispatcher.touch(board.pool(worker.pool));
        return worker;
    }

    private void comeBack(ScheduledWorker worker, long now) {
        worker.comeBack();
        losses.forgive(worker.id);
        for (ScheduledSlot slot : worker.slots) {
            dispatcher.refill(slot, now);
        }
        dispatcher.touch(board.pool(worker.pool));
    }

    private void lose(ScheduledWorker worker, String how, long now) {
        if (worker.present()) {
            worker.lose(how, now);
            board.decisions.add(new Decision.Lost(worker.id, how));
            gone(worker, true, now);
        }
    }

    private void gone(ScheduledWorker worker, boolean lost, long now) {
        losses.takeBack(worker, lost, now);
        Pool pool = board.pool(worker.pool);
        pool.countSlots();
        dispatcher.touch(pool);
        forgetOldest(pool);
    }

    private void forgetOldest(Pool pool) {
        List<ScheduledWorker> absent =
                pool.workers.values().stream().filter(worker -> !worker.present()).toList();
        absent.subList(0, Math.max(0, absent.size() - REMEMBERED)).forEach(board::forget);
    }
}
