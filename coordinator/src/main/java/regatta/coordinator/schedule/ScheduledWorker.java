package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

    /** The free slots, and how many of them take anything, computing, and waiting workloads. */
    private final BitSet free = new BitSet();

    private int freeAny;
    private int freeComputing;
    private int freeWaiting;

    /** Adopted attempts that have ended there already; they hold up nothing. */
    final Set<Attempt> unreported = new LinkedHashSet<>();

    WorkerView.State state = WorkerView.State.JOINED;

    /** Whether it was seen to hear this coordinator; what is sent to one that does not is lost. */
    boolean welcomed;

    /** Whether it is to take nothing new, also when it returns after it was lost. */
    boolean toDrain;

    /** Whether its JVM was seen to end, so that whatever still comes from it is of the past. */
    boolean exited;

    long sequence;
    long lastHeardAt;

    /** The number of its last report that counted, or that an earlier coordinator acknowledged. */
    long lastReport;

    long hellos;

    /** Attempts that wait behind others. */
    int prefetched;

    private int held;

    /**
     * Slots that jobs hold which are no rounds, and the slot time that such jobs had until then.
     */
    private int heldByOthers;

    private long othersNanos;
    private long othersUntil;

    private int suspects;
    private int lastChances;

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
            markFree(slots[i]);
        }
    }

    boolean usable() {
        return welcomed && state == WorkerView.State.JOINED;
    }

    boolean present() {
        return state == WorkerView.State.JOINED || state == WorkerView.State.DRAINING;
    }

    /** Whether a report is the next in their order. */
    boolean expects(long report) {
        return report == lastReport + 1;
    }

    boolean hasSlot(int index) {
        return index >= 0 && index < slots.length;
    }

    boolean takes(int slot, Demand demand) {
        if (slot < offer.any()) {
            return true;
        }
        boolean computing = slot < offer.any() + offer.computing();
        return computing == (demand == Demand.COMPUTING);
    }

    void count(Ready.Risk risk, int change) {
        suspects += risk == Ready.Risk.NONE ? 0 : change;
        lastChances += risk == Ready.Risk.LAST_CHANCE ? change : 0;
    }

    /** Whether an attempt may join what it has: a last chance and other suspects keep apart. */
    boolean takes(Ready.Risk risk) {
        return switch (risk) {
            case NONE -> true;
            case SUSPECT -> lastChances == 0;
            case LAST_CHANCE -> suspects == 0;
        };
    }

    /** Slots that are held. */
    int held() {
        return held;
    }

    /** A job takes a slot, or gives one back: {@code change} is 1 or −1. */
    void hold(ScheduledJob job, int change, long now) {
        held += change;
        if (!job.terms.round()) {
            othersNanos = othersNanos(now);
            othersUntil = now;
            heldByOthers += change;
        }
    }

    /** Slot time that jobs had which are no rounds of a comparison. */
    long othersNanos(long now) {
        return othersNanos + heldByOthers * (now - othersUntil);
    }

    /** Notes that a slot is free, if it is. */
    void markFree(Slot slot) {
        if (slot.free() && present() && !free.get(slot.index)) {
            free.set(slot.index);
            count(slot.index, 1);
        }
    }

    void markTaken(Slot slot) {
        if (free.get(slot.index)) {
            free.clear(slot.index);
            count(slot.index, -1);
        }
    }

    /** Notes that none is free any more: it is gone. */
    void markAllTaken() {
        for (Slot slot : slots) {
            markTaken(slot);
        }
    }

    private void count(int index, int change) {
        if (index < offer.any()) {
            freeAny += change;
        } else if (index < offer.any() + offer.computing()) {
            freeComputing += change;
        } else {
            freeWaiting += change;
        }
    }

    boolean isFree(Slot slot) {
        return free.get(slot.index);
    }

    boolean hasFree() {
        return !free.isEmpty();
    }

    /** Free slots that take a demand. */
    int freeFor(Demand demand) {
        return freeAny + (demand == Demand.COMPUTING ? freeComputing : freeWaiting);
    }

    /** The index of a free slot for a demand: one that takes nothing else where there is one. */
    int firstFree(Demand demand) {
        boolean special = demand == Demand.COMPUTING ? freeComputing > 0 : freeWaiting > 0;
        int from = offer.any() + (demand == Demand.COMPUTING ? 0 : offer.computing());
        return free.nextSetBit(special ? from : 0);
    }

    List<Attempt> inFlight() {
        List<Attempt> all = new ArrayList<>(unreported);
        for (Slot slot : slots) {
            all.addAll(slot.queue);
        }
        return all;
    }

    int running() {
        int running = 0;
        for (Slot slot : slots) {
            running += slot.queue.isEmpty() && slot.stray == null ? 0 : 1;
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
                address,
                null);
    }
}
