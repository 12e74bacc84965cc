package regatta.coordinator.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.WorkerId;

/** Which workers are alive. */
final class Leases {
    private static final int REMEMBERED = 1_000;

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
        if (worker != null && worker.exited) {
            return;
        }
        if (worker == null || worker.state == WorkerView.State.LEFT) {
            worker = register(join, worker, now);
        } else if (worker.state == WorkerView.State.LOST) {
            comeBack(worker, now);
        }
        if (join.welcomed() && !worker.welcomed) {
            worker.welcomed = true;
            dispatcher.touch(board.pool(worker.pool));
        }
        worker.lastHeardAt = now;
        worker.lastReport = Math.max(worker.lastReport, join.nextReport() - 1);
        if (worker.toDrain && !join.draining()) {
            board.decide(new Decision.Drain(worker.id));
        }
        if (join.draining()) {
            drain(worker, now);
        }
        inventory.reconcile(worker, join, now);
    }

    /** From now on it takes nothing new. */
    void drain(ScheduledWorker worker, long now) {
        worker.toDrain = true;
        if (worker.state == WorkerView.State.JOINED) {
            worker.state = WorkerView.State.DRAINING;
            for (Slot slot : worker.slots) {
                dispatcher.endClaim(slot, now);
            }
        }
    }

    /** Its JVM ended: it is lost at once, and does not return. */
    void exited(WorkerId id, String how, long now) {
        ScheduledWorker worker = board.worker(id);
        if (worker != null) {
            worker.exited = true;
            gone(worker, WorkerView.State.LOST, how, now);
        }
    }

    /** It said goodbye: whatever it still held runs elsewhere, and nothing was its fault. */
    void left(WorkerId id, long now) {
        ScheduledWorker worker = board.worker(id);
        if (worker != null) {
            gone(worker, WorkerView.State.LEFT, "it left", now);
            worker.state = WorkerView.State.LEFT;
            losses.forgive(id);
        }
    }

    /**
     * Looks for leases that ran out.
     *
     * @param frozen nanoseconds that the coordinator itself stood still, which no worker answers
     *     for
     */
    void expire(long frozen, long now) {
        long lease = board.terms.lease().toNanos();
        for (ScheduledWorker worker : List.copyOf(board.workers.values())) {
            worker.lastHeardAt = Math.min(now, worker.lastHeardAt + frozen);
            if (worker.leased && now - worker.lastHeardAt > lease) {
                gone(worker, WorkerView.State.LOST, "its lease ran out", now);
            }
        }
    }

    private ScheduledWorker register(WorkerJoin join, @Nullable ScheduledWorker before, long now) {
        ScheduledWorker worker = new ScheduledWorker(join, now);
        worker.sequence = Math.max(join.lastRun(), before == null ? 0 : before.sequence);
        board.workers.put(worker.id, worker);
        // An earlier coordinator may have lost it.
        losses.forgive(worker.id);
        Pool pool = board.pool(worker.pool);
        pool.workers.put(worker.id, worker);
        dispatcher.touch(pool);
        return worker;
    }

    private void comeBack(ScheduledWorker worker, long now) {
        worker.state = worker.toDrain ? WorkerView.State.DRAINING : WorkerView.State.JOINED;
        losses.forgive(worker.id);
        for (Slot slot : worker.slots) {
            dispatcher.refill(slot, now);
        }
        dispatcher.touch(board.pool(worker.pool));
    }

    private void gone(ScheduledWorker worker, WorkerView.State how, String why, long now) {
        if (!worker.present()) {
            return;
        }
        worker.state = how;
        boolean lost = how == WorkerView.State.LOST;
        if (lost) {
            board.decide(new Decision.Lost(worker.id, why));
        }
        losses.takeBack(worker, lost, now);
        Pool pool = board.pool(worker.pool);
        dispatcher.touch(pool);
        forgetOldest(pool);
    }

    private void forgetOldest(Pool pool) {
        List<ScheduledWorker> absent =
                pool.workers.values().stream().filter(worker -> !worker.present()).toList();
        for (ScheduledWorker old : absent.subList(0, Math.max(0, absent.size() - REMEMBERED))) {
            pool.workers.remove(old.id);
            board.workers.remove(old.id);
        }
    }
}
