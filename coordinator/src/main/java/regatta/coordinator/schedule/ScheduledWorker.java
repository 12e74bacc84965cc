package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;
import regatta.workload.Demand;

/** One worker as the schedule knows it; confined to the schedule. */
final class ScheduledWorker {
    final WorkerId id;
    final String pool;
    final SlotOffer offer;
    final String address;
    final Set<String> kinds;

    /** Whether silence means loss; a worker in the coordinator's own JVM has no lease. */
    final boolean leased;

    final Slot[] slots;

    /** Indexes of the free slots. */
    final TreeSet<Integer> free = new TreeSet<>();

    /** Losses charged to tasks while it was away, taken back when it returns. */
    final Map<ScheduledJob, List<Integer>> charged = new HashMap<>();

    WorkerView.State state = WorkerView.State.JOINED;
    long sequence;
    long lastHeardAt;

    ScheduledWorker(WorkerJoin join, long now) {
        this.id = join.id();
        this.pool = join.pool();
        this.offer = join.offer();
        this.address = join.address();
        this.kinds = Set.copyOf(join.kinds());
        this.leased = join.leased();
        this.lastHeardAt = now;
        this.slots = new Slot[offer.total()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(this, i);
            free.add(i);
        }
    }

    boolean usable() {
        return state == WorkerView.State.JOINED;
    }

    boolean present() {
        return state == WorkerView.State.JOINED || state == WorkerView.State.DRAINING;
    }

    boolean takes(int slot, Demand demand) {
        if (slot < offer.any()) {
            return true;
        }
        boolean computing = slot < offer.any() + offer.computing();
        return computing == (demand == Demand.COMPUTING);
    }

    /** Free slots that take a demand: those that take nothing else come first. */
    int freeFor(Demand demand) {
        int count = 0;
        for (int index : free) {
            if (takes(index, demand)) {
                count++;
            }
        }
        return count;
    }

    int firstFree(Demand demand) {
        for (int index : free.descendingSet()) {
            if (index >= offer.any() && takes(index, demand)) {
                return index;
            }
        }
        return free.isEmpty() || free.first() >= offer.any() ? -1 : free.first();
    }

    List<Attempt> inFlight() {
        List<Attempt> all = new ArrayList<>();
        for (Slot slot : slots) {
            all.addAll(slot.queue);
        }
        return all;
    }

    int running() {
        int running = 0;
        for (Slot slot : slots) {
            if (!slot.queue.isEmpty() || slot.stuck != null) {
                running++;
            }
        }
        return running;
    }

    WorkerView view() {
        boolean shared = offer.any() > 0;
        return new WorkerView(
                id.value(),
                pool,
                state,
                shared ? offer.any() : offer.computing(),
                shared ? 0 : offer.waiting(),
                running(),
                address);
    }
}
