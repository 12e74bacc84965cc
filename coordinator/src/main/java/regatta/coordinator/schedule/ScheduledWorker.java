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

    /**
     * Whether the worker is lost if it sends no hello for the time of its lease. A worker in the
     * coordinator's own JVM has no lease.
     */
    final boolean leased;

    final ScheduledSlot[] slots;
    final NodeHealth health = new NodeHealth();

    /**
     * Adopted attempts that have ended at the worker and need no slot. The worker's reports about
     * these attempts are still to come.
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
     * The indices of the free slots. Of the free slots, {@link #freeAny} take any task, {@link
     * #freeComputing} only computing tasks, and {@link #freeWaiting} only waiting tasks.
     */
    private final BitSet free = new BitSet();

    private int freeAny;
    private int freeComputing;
    private int freeWaiting;

    private int prefetched;
    private int running;
    private int heldSlots;

    /**
     * How many slots are held by jobs that are no rounds of a comparison. Until {@link
     * #othersUntil}, the slot time of these jobs is {@link #othersNanos}.
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

    /**
     * Records that the worker has heard this coordinator. Returns true on the first call, otherwise
     * false.
     */
    boolean welcome() {
        boolean isNew = !welcomed;
        welcomed = true;
        return isNew;
    }

    /**
     * Records how many hellos in a row got no answer before the worker's last hello.
     *
     * @return whether the worker has just become deaf to the coordinator or has just begun to hear
     *     the coordinator again
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

    /** Counts a hello of the worker. Returns the number of the worker's hellos so far. */
    long hello() {
        return ++hellos;
    }

    /**
     * Records that this coordinator or an earlier coordinator has counted all reports of the worker
     * up to the number {@code report}.
     */
    void reportedUpTo(long report) {
        lastReport = Math.max(lastReport, report);
    }

    /** Returns the sequence number for a new dispatch to this worker. */
    long nextRun() {
        return ++lastRun;
    }

    /**
     * Begins to drain the worker. If the worker is lost, drains the worker once it returns. Returns
     * whether the worker was joined and now drains.
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

    /** Returns whether the worker has been lost or left for at least {@code nanos} nanoseconds. */
    boolean isGoneFor(long nanos, long now) {
        return !present() && now - goneAt >= nanos;
    }

    /**
     * Records that the worker's JVM ended. Messages of the worker that still arrive were sent
     * before the end of the JVM.
     */
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

    /** Adds {@code change} to the number of attempts that wait behind other attempts. */
    void prefetched(int change) {
        prefetched += change;
    }

    /** Adds {@code change} to the number of slots in which an attempt runs. */
    void running(int change) {
        running += change;
    }

    /** Adds {@code change} to the number of the worker's attempts whose task has a risk. */
    void risks(Ready.Risk risk, int change) {
        suspects += risk == Ready.Risk.NONE ? 0 : change;
        lastChances += risk == Ready.Risk.LAST_CHANCE ? change : 0;
    }

    /**
     * Notes that a slot is free, unless a job or an attempt occupies the slot or the worker is
     * gone.
     */
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
     * Returns whether the worker has heard this coordinator. If the worker has not heard this
     * coordinator, messages to the worker are lost.
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

    /**
     * Returns whether the worker may get tasks: the worker is joined and hears this coordinator.
     */
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

    /**
     * Returns whether {@code report} is the number that follows the number of the last counted
     * report.
     */
    boolean expects(long report) {
        return report == lastReport + 1;
    }

    // The worker's slots.

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
     * Returns whether the worker may get an attempt of a task with a risk. A task with the risk
     * {@code LAST_CHANCE} shares no worker with other suspects.
     */
    boolean takes(Ready.Risk risk) {
        return switch (risk) {
            case NONE -> true;
            case SUSPECT -> lastChances == 0;
            case LAST_CHANCE -> suspects == 0;
        };
    }

    /** Returns how many of the worker's slots are held by jobs. */
    int heldSlots() {
        return heldSlots;
    }

    /**
     * Returns the time, in nanoseconds, for which jobs that are no rounds of a comparison held the
     * worker's slots, summed over the slots.
     */
    long othersNanos(long now) {
        return othersNanos + heldByOthers * (now - othersUntil);
    }

    /** Returns how many attempts wait at the worker behind other attempts. */
    int prefetched() {
        return prefetched;
    }

    boolean isFree(ScheduledSlot slot) {
        return free.get(slot.index);
    }

    boolean hasFree() {
        return !free.isEmpty();
    }

    /** Returns how many free slots take tasks of a demand. */
    int freeFor(Demand demand) {
        return freeAny + (demand == Demand.COMPUTING ? freeComputing : freeWaiting);
    }

    /** Returns the index of a free slot for a demand; prefers a slot that takes no other demand. */
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

    /** Returns in how many of the worker's slots an attempt runs. */
    int running() {
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
