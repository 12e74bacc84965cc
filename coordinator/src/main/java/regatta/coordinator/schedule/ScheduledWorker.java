package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerEvent;
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

    final ScheduledSlot[] slots;
    final NodeHealth health = new NodeHealth();

    /** Adopted attempts that have ended there and need no slot. */
    final Set<ScheduledAttempt> unreported = new LinkedHashSet<>();

    private WorkerView.State state = WorkerView.State.JOINED;
    private boolean welcomed;
    private boolean deaf;
    private boolean toDrain;
    private boolean exited;
    private String goneBecause = "";
    private long goneAt;
    private long lastRun;
    private long lastHeardAt;
    private long lastReport;
    private long hellos;

    /** The free slots, and how many of them take anything, computing, and waiting workloads. */
    private final BitSet free = new BitSet();

    private int freeAny;
    private int freeComputing;
    private int freeWaiting;

    private int prefetched;
    private int heldSlots;

    /** Slots held by jobs that are no rounds, and the slot time of such jobs until a moment. */
    private int heldByOthers;

    private long othersNanos;
    private long othersUntil;

    private int suspects;
    private int lastChances;

    /**
     * Makes a worker that has joined.
     *
     * @param lastRun the highest sequence of a dispatch that it may know
     */
    ScheduledWorker(WorkerJoin join, long lastRun, long now) {
        this.id = join.id();
        this.pool = join.pool();
        this.offer = join.offer();
        this.address = join.address();
        this.kinds = Set.copyOf(join.kinds());
        this.leased = join.leased();
        this.lastRun = lastRun;
        this.lastHeardAt = now;
        this.slots = new ScheduledSlot[offer.total()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new ScheduledSlot(this, i);
            markFree(slots[i]);
        }
    }

    // What happens to it.

    /** It was heard to hear this coordinator; returns whether that is new. */
    boolean welcome() {
        boolean isNew = !welcomed;
        welcomed = true;
        return isNew;
    }

    /**
     * Its hello says how many before it got no answer.
     *
     * @return whether it hears the coordinator again, or does not any more
     */
    boolean unanswered(int hellos) {
        boolean was = deaf;
        deaf = hellos >= WorkerEvent.UNANSWERED_TO_BE_DEAF;
        return was != deaf;
    }

    void heard(long now) {
        lastHeardAt = now;
    }

    /** The coordinator stood still and could not hear it. */
    void excuse(long frozen, long now) {
        lastHeardAt = Math.min(now, lastHeardAt + frozen);
    }

    /** Counts a hello; returns how many there were. */
    long hello() {
        return ++hellos;
    }

    /** Its reports up to this one count, or an earlier coordinator acknowledged them. */
    void reportedUpTo(long report) {
        lastReport = Math.max(lastReport, report);
    }

    /** Gives the number of the dispatch that goes to it next. */
    long nextRun() {
        return ++lastRun;
    }

    /** It takes nothing new from now on, also after it was lost; returns whether that is new. */
    boolean drain() {
        toDrain = true;
        boolean isNew = state == WorkerView.State.JOINED;
        if (isNew) {
            state = WorkerView.State.DRAINING;
        }
        return isNew;
    }

    void lose(String how, long now) {
        state = WorkerView.State.LOST;
        goneBecause = how;
        goneAt = now;
    }

    void leave(long now) {
        goneAt = present() ? now : goneAt;
        state = WorkerView.State.LEFT;
        goneBecause = "left";
    }

    /** Whether it has been gone for so long. */
    boolean isGoneFor(long nanos, long now) {
        return !present() && now - goneAt >= nanos;
    }

    /** Its JVM ended: whatever still comes from it was sent before. */
    void exit() {
        exited = true;
    }

    void comeBack() {
        state = toDrain ? WorkerView.State.DRAINING : WorkerView.State.JOINED;
    }

    void slotGiven(ScheduledJob job, long now) {
        changeHeld(job, 1, now);
    }

    void slotReleased(ScheduledJob job, long now) {
        changeHeld(job, -1, now);
    }

    private void changeHeld(ScheduledJob job, int change, long now) {
        heldSlots += change;
        if (!job.terms.round()) {
            othersNanos = othersNanos(now);
            othersUntil = now;
            heldByOthers += change;
        }
    }

    /** So many more attempts wait behind others. */
    void prefetched(int change) {
        prefetched += change;
    }

    /** So many more attempts of a risk are there. */
    void risks(Ready.Risk risk, int change) {
        suspects += risk == Ready.Risk.NONE ? 0 : change;
        lastChances += risk == Ready.Risk.LAST_CHANCE ? change : 0;
    }

    /** Notes that a slot is free, if it is. */
    void markFree(ScheduledSlot slot) {
        if (slot.free() && present() && !free.get(slot.index)) {
            free.set(slot.index);
            countFree(slot.index, 1);
        }
    }

    void markTaken(ScheduledSlot slot) {
        if (free.get(slot.index)) {
            free.clear(slot.index);
            countFree(slot.index, -1);
        }
    }

    /** Notes that no slot is free any more, because the worker is gone. */
    void markAllTaken() {
        for (ScheduledSlot slot : slots) {
            markTaken(slot);
        }
    }

    private void countFree(int index, int change) {
        if (index < offer.any()) {
            freeAny += change;
        } else if (index < offer.any() + offer.computing()) {
            freeComputing += change;
        } else {
            freeWaiting += change;
        }
    }

    // Whether it is there.

    WorkerView.State state() {
        return state;
    }

    /** Whether it hears this coordinator; whatever is sent to a worker that does not is lost. */
    boolean welcomed() {
        return welcomed;
    }

    boolean toDrain() {
        return toDrain;
    }

    boolean exited() {
        return exited;
    }

    /** Whether it is to get tasks: it is there, and hears this coordinator. */
    boolean usable() {
        return welcomed && !deaf && state == WorkerView.State.JOINED;
    }

    /** Whether it does not hear this coordinator any more, though it did. */
    boolean deaf() {
        return deaf;
    }

    boolean suits(ScheduledJob job) {
        boolean offers =
                offer.any() > 0
                        || (job.terms.demand() == Demand.COMPUTING
                                        ? offer.computing()
                                        : offer.waiting())
                                > 0;
        return offers && kinds.contains(job.terms.kind());
    }

    boolean present() {
        return state == WorkerView.State.JOINED || state == WorkerView.State.DRAINING;
    }

    long lastHeardAt() {
        return lastHeardAt;
    }

    long hellos() {
        return hellos;
    }

    long lastRun() {
        return lastRun;
    }

    long lastReport() {
        return lastReport;
    }

    /** Whether a report is the next in their order. */
    boolean expects(long report) {
        return report == lastReport + 1;
    }

    // Its slots.

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

    /** Whether an attempt may join what it has: a last chance and other suspects keep apart. */
    boolean takes(Ready.Risk risk) {
        return switch (risk) {
            case NONE -> true;
            case SUSPECT -> lastChances == 0;
            case LAST_CHANCE -> suspects == 0;
        };
    }

    /** How many of its slots jobs hold. */
    int heldSlots() {
        return heldSlots;
    }

    /** Slot time of jobs that are no rounds of a comparison. */
    long othersNanos(long now) {
        return othersNanos + heldByOthers * (now - othersUntil);
    }

    /** How many attempts wait behind others. */
    int prefetched() {
        return prefetched;
    }

    boolean isFree(ScheduledSlot slot) {
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

    List<ScheduledAttempt> inFlight() {
        List<ScheduledAttempt> all = new ArrayList<>(unreported);
        for (ScheduledSlot slot : slots) {
            all.addAll(slot.attempts());
        }
        return all;
    }

    /** How many of its slots run something. */
    int running() {
        int running = 0;
        for (ScheduledSlot slot : slots) {
            running += slot.isEmpty() && slot.stray() == null ? 0 : 1;
        }
        return running;
    }

    private @Nullable String reason() {
        if (!present()) {
            return goneBecause;
        }
        if (deaf) {
            return "does not hear the coordinator";
        }
        return health.reason().map(why -> "rests: " + why).orElse(null);
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
                reason(),
                null);
    }
}
