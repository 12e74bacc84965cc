package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.RunReport;
import regatta.protocol.JvmUse;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;

/**
 * Records where a job's time went, in an account of the job's attempts (queued, waited, ran, delay)
 * and an account of the job's slots (running, hand-over, none ready, drained). All methods take
 * nanoseconds. The report has seconds.
 */
final class JobAccount {
    private static final double NANOS = 1e9;

    private final Spread queued = new Spread();
    private final Spread waited = new Spread();
    private final Spread ran = new Spread();
    private final Spread delay = new Spread();
    private final Map<String, WorkerTotals> workers = new LinkedHashMap<>();
    private final @Nullable AttemptDraw draw;
    private long cpu;
    private boolean cpuUnknown;
    private long ready;
    private boolean readyUnknown;
    private long switches;
    private long running;
    private long handOver;
    private long noneReady;
    private long drained;
    private int attempts;
    private int repeated;
    private int mostSlots;
    private boolean dispatched;
    private long firstDispatchAt;
    private long lastDispatchAt;
    private long lastSettledAt;

    /** Makes an account that draws no sample of attempts. */
    JobAccount() {
        this(null);
    }

    /**
     * Makes an account that offers each ended attempt to a random draw.
     *
     * @param draw draws the job's sample of attempts; null for no sample
     */
    JobAccount(@Nullable AttemptDraw draw) {
        this.draw = draw;
    }

    /**
     * Returns when an attempt began, in nanoseconds from the job's first dispatch. The way to the
     * worker and the way back count as equally long.
     */
    long begun(ScheduledAttempt attempt, Timings timings, long now) {
        long arrived = attempt.dispatchedAt - firstDispatchAt + oneWay(attempt, timings, now);
        return Math.max(0, arrived + timings.waitedNanos());
    }

    void dispatched(long now, int slots) {
        if (!dispatched) {
            dispatched = true;
            firstDispatchAt = now;
        }
        lastDispatchAt = now;
        mostSlots = Math.max(mostSlots, slots);
    }

    /** Returns how long an attempt was outside its worker, in nanoseconds; at least 0. */
    static long delay(ScheduledAttempt attempt, Timings timings, long now) {
        long answered = now - attempt.dispatchedAt;
        long atWorker = timings.waitedNanos() + timings.ranNanos() + timings.unreportedNanos();
        return Math.max(0, answered - atWorker);
    }

    /**
     * Counts a settlement that an earlier coordinator made. Of a task's attempts the store keeps
     * only the attempt whose outcome counted. The store does not keep for how long the attempt's
     * slot had been free before. The job's total time without a core is unknown from now on.
     */
    void recover(Settlement settlement, long now) {
        lastSettledAt = now;
        if (settlement.worker() == null) {
            // The task failed without an attempt.
            return;
        }
        attempts++;
        if (settlement.attempts() > 1) {
            repeated++;
        }
        queued.add(settlement.queuedNanos());
        waited.add(settlement.waitedNanos());
        ran.add(settlement.ranNanos());
        delay.add(settlement.delayNanos());
        addCpu(settlement.cpuNanos());
        readyUnknown = true;
        running += settlement.ranNanos();
        if (settlement.worker() != null) {
            totals(settlement.worker()).ended(settlement.ranNanos());
        }
        // Each worker that ran attempts of the job gave the job at least one slot.
        mostSlots = Math.max(mostSlots, workers.size());
    }

    /**
     * Records how long ago an earlier coordinator first dispatched the job.
     *
     * @param nanos nanoseconds since the first dispatch; negative if no earlier coordinator
     *     dispatched the job
     */
    void startedAgo(long nanos, long now) {
        if (nanos >= 0) {
            dispatched = true;
            firstDispatchAt = now - nanos;
        }
    }

    private void addCpu(long nanos) {
        if (nanos < 0) {
            cpuUnknown = true;
        } else {
            cpu += nanos;
        }
    }

    private void addReady(Timings timings) {
        switches += timings.turns();
        if (timings.readyNanos() >= 0) {
            ready += timings.readyNanos();
        } else if (timings.ranNanos() > 0) {
            readyUnknown = true;
        }
    }

    private WorkerTotals totals(WorkerId worker) {
        return workers.computeIfAbsent(worker.value(), _ -> new WorkerTotals());
    }

    void ended(ScheduledAttempt attempt, Timings timings, long now) {
        attempts++;
        if (attempt.begunWithThis() > 1) {
            repeated++;
        }
        queued.add(attempt.dispatchedAt - attempt.ready.readyAt());
        waited.add(timings.waitedNanos());
        ran.add(timings.ranNanos());
        delay.add(delay(attempt, timings, now));
        addCpu(timings.cpuNanos());
        addReady(timings);
        running += timings.ranNanos();
        if (attempt.noneReadyBefore >= 0) {
            long none = Math.min(timings.idleNanos(), attempt.noneReadyBefore);
            noneReady += none;
            handOver += timings.idleNanos() - none;
        } else if (attempt.dispatchedHere()) {
            // The job was not the last holder of the slot. So of the slot's free time only the
            // hand-over of this attempt counts for the job.
            handOver += oneWay(attempt, timings, now) + timings.waitedNanos();
        }
        totals(attempt.slot.worker.id).ended(timings.ranNanos());
        if (draw != null) {
            draw.add(attempt, timings, delay(attempt, timings, now), begun(attempt, timings, now));
        }
    }

    /**
     * Returns how long an attempt took to reach its worker. The way to the worker and the way back
     * count as equally long, so each way took half of the delay.
     */
    private static long oneWay(ScheduledAttempt attempt, Timings timings, long now) {
        return delay(attempt, timings, now) / 2;
    }

    /**
     * Returns how long a slot had been free when the coordinator heard that the slot's attempt had
     * ended.
     */
    static long freeBeforeHeard(ScheduledAttempt attempt, Timings timings, long now) {
        return oneWay(attempt, timings, now) + timings.unreportedNanos();
    }

    /**
     * Counts as hand-over the time for which a slot was free before the coordinator heard that the
     * slot's attempt had ended.
     */
    void unheard(long nanos) {
        handOver += nanos;
    }

    /**
     * Counts the time for which a slot was free after its last task of this job. Free time before
     * the job's last dispatch counts as none ready, because tasks were still to come. Free time
     * after the job's last dispatch counts as drained.
     */
    void free(long from, long to) {
        long untilLast = Math.clamp(lastDispatchAt - from, 0, to - from);
        noneReady += untilLast;
        drained += to - from - untilLast;
    }

    /** Adds what a worker's JVM used while the worker had attempts of this job. */
    void used(WorkerId worker, JvmUse use) {
        totals(worker).used(use);
    }

    void settled(long now) {
        lastSettledAt = now;
    }

    /**
     * Returns the sample of ended attempts; {@link AttemptSample#NONE} if this account draws no
     * sample.
     */
    AttemptSample sample() {
        return draw == null ? AttemptSample.NONE : draw.sample();
    }

    RunReport report(String mode, int tasks, boolean cpuShared) {
        List<RunReport.WorkerShare> shares = new ArrayList<>();
        workers.forEach((worker, totals) -> shares.add(totals.view(worker)));
        long window = !dispatched ? 0 : Math.max(0, lastSettledAt - firstDispatchAt);
        return new RunReport(
                mode,
                mostSlots,
                tasks,
                attempts,
                repeated,
                window / NANOS,
                cpuUnknown ? -1 : cpu / NANOS,
                cpuShared,
                readyUnknown ? null : new RunReport.Ready(withoutCore() / NANOS, switches),
                new RunReport.SlotAccount(
                        running / NANOS, handOver / NANOS, noneReady / NANOS, drained / NANOS),
                queued.view(),
                waited.view(),
                ran.view(),
                delay.view(),
                shares);
    }

    /**
     * Returns the time for which running attempts lacked a core. Threads that attempts share may
     * also have lacked a core while no attempt ran. So the result is at most the running time minus
     * the processor time.
     */
    private long withoutCore() {
        return Math.clamp(running - cpu, 0, ready);
    }
}
