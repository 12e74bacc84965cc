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

    /**
     * Adopted attempts that have ended at the worker and need no slot. Their reports are still to
     * come.
     */
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

    /**
     * The free slots. The counters say how many of them take any task, only computing ones, or only
     * waiting ones.
     */
    private final BitSet free = new BitSet();

    private int freeAny;
    private int freeComputing;
    private int freeWaiting;

    private int prefetched;
    private int heldSlots;

    /**
     * How many slots are held by jobs that are no rounds of a comparison, and the slot time of such
     * jobs until {@link #othersUntil}.
     */
    private int heldByOthers;

    private long othersNanos;
    private long othersUntil;

    private int suspects;
    private int lastChances;

    /**
     * Makes a worker that has joined.
     *
     * @param lastRun the highest sequence number of a dispatch that the worker may have received
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

    // Methods that change the state.

    /** Records that the worker has heard this coordinator. Returns whether that is new. */
    boolean welcome() {
        boolean isNew = !welcomed;
        welcomed = true;
        return isNew;
    }

    /**
     * Records how many hellos in a row got no answer before the worker's last one.
     *
     * @return whether the worker became deaf to the coordinator or hears it again
     */
    boolean unanswered(int hellos) {
        boolean was = deaf;
        deaf = hellos >= WorkerEvent.UNANSWERED_TO_BE_DEAF;
        return was != deaf;
    }

    void heard(long now) {
        lastHeardAt = now;
    }

    /** Extends the lease by the time for which the coordinator stood still and heard nothing. */
    void excuse(long frozen, long now) {
        lastHeardAt = Math.min(now, lastHeardAt + frozen);
    }

    /** Counts a hello. Returns how many there were. */
    long hello() {
        return ++hellos;
    }

    /** Records that reports up to this one were counted, here or by an earlier coordinator. */
    void reportedUpTo(long report) {
        lastReport = Math.max(lastReport, report);
    }

    /** Assigns the number of the next dispatch to this worker. */
    long nextRun() {
        return ++lastRun;
    }

    /**
     * Begins to drain the worker, or, if it is lost, drains it once it returns. Returns whether a
     * joined worker began to drain.
     */
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

    /** Returns whether the worker has been lost or left for at least this long. */
    boolean isGoneFor(long nanos, long now) {
        return !present() && now - goneAt >= nanos;
    }

    /** Records that the worker's JVM ended. Messages that still arrive from it were sent before. */
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

    /** Adds to the number of attempts that wait behind others. */
    void prefetched(int change) {
        prefetched += change;
    }

    /** Adds to the number of attempts of a risk that the worker has. */
    void risks(Ready.Risk risk, int change) {
        suspects += risk == Ready.Risk.NONE ? 0 : change;
        lastChances += risk == Ready.Risk.LAST_CHANCE ? change : 0;
    }

    /** Notes that a slot is free, unless something holds it or the worker is gone. */
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

    // Methods that say whether the worker is present.

    WorkerView.State state() {
        return state;
    }

    /**
     * Returns whether the worker has heard this coordinator. A message to a worker that has not
     * heard it is lost.
     */
    boolean welcomed() {
        return welcomed;
    }

    boolean toDrain() {
        return toDrain;
    }

    boolean exited() {
        return exited;
    }

    /** Returns whether the worker may get tasks: it is joined and hears this coordinator. */
    boolean usable() {
        return welcomed && !deaf && state == WorkerView.State.JOINED;
    }

    /** Returns whether the worker no longer hears this coordinator. */
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

    /** Returns whether a report is the next in order. */
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

    /**
     * Returns whether the worker may get an attempt of this risk. A task with a last chance shares
     * no worker with other suspects.
     */
    boolean takes(Ready.Risk risk) {
        return switch (risk) {
            case NONE -> true;
            case SUSPECT -> lastChances == 0;
            case LAST_CHANCE -> suspects == 0;
        };
    }

    /** Returns how many of its slots are held by jobs. */
    int heldSlots() {
        return heldSlots;
    }

    /** Returns the slot time of jobs that are no rounds of a comparison, in nanoseconds. */
    long othersNanos(long now) {
        return othersNanos + heldByOthers * (now - othersUntil);
    }

    /** Returns how many attempts wait behind others. */
    int prefetched() {
        return prefetched;
    }

    boolean isFree(ScheduledSlot slot) {
        return free.get(slot.index);
    }

    boolean hasFree() {
        return !free.isEmpty();
    }

    /** Returns how many free slots take tasks of this demand. */
    int freeFor(Demand demand) {
        return freeAny + (demand == Demand.COMPUTING ? freeComputing : freeWaiting);
    }

    /** Returns the index of a free slot for a demand; prefers one that takes no other demand. */
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

    /** Returns in how many of its slots an attempt runs. */
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
