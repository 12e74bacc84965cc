package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.RunReport;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;

/**
 * Where a job's time went: the account of its attempts (queued, waited, ran, overhead) and that of
 * its slots (running, starved, drained). It takes nanoseconds and reports seconds.
 */
final class JobAccount {
    private static final double NANOS = 1e9;

    private final Spread queued = new Spread();
    private final Spread waited = new Spread();
    private final Spread ran = new Spread();
    private final Spread overhead = new Spread();
    private final Map<String, Share> workers = new LinkedHashMap<>();
    private long cpu;
    private boolean cpuUnknown;
    private long running;
    private long starved;
    private long drained;
    private int attempts;
    private int repeated;
    private int mostSlots;
    private boolean dispatched;
    private long firstDispatchAt;
    private long lastSettledAt;

    void dispatched(long now, int slots) {
        if (!dispatched) {
            dispatched = true;
            firstDispatchAt = now;
        }
        mostSlots = Math.max(mostSlots, slots);
    }

    /** How long an attempt was outside its worker, in nanoseconds: never below 0. */
    static long overhead(ScheduledAttempt attempt, Timings timings, long now) {
        long answered = now - attempt.dispatchedAt;
        long atWorker = timings.waitedNanos() + timings.ranNanos() + timings.unreportedNanos();
        return Math.max(0, answered - atWorker);
    }

    /**
     * Counts the attempt of a settlement from before this coordinator. The store does not keep the
     * task's other attempts, nor how long its slot was free.
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
        overhead.add(settlement.overheadNanos());
        addCpu(settlement.cpuNanos());
        running += settlement.ranNanos();
        share(settlement.worker(), settlement.ranNanos());
        // Each of these workers had a slot of it at least.
        mostSlots = Math.max(mostSlots, workers.size());
    }

    /** An earlier coordinator first dispatched the job so long ago; negative if it did not. */
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

    private void share(WorkerId worker, long ranNanos) {
        Share share = workers.computeIfAbsent(worker.value(), _ -> new Share());
        share.attempts++;
        share.ran += ranNanos;
    }

    void ended(ScheduledAttempt attempt, Timings timings, long now) {
        attempts++;
        if (attempt.begunWithThis() > 1) {
            repeated++;
        }
        queued.add(attempt.dispatchedAt - attempt.ready.readyAt());
        waited.add(timings.waitedNanos());
        ran.add(timings.ranNanos());
        overhead.add(overhead(attempt, timings, now));
        addCpu(timings.cpuNanos());
        running += timings.ranNanos();
        if (attempt.drainedBefore >= 0) {
            long nothingLeft = Math.min(timings.idleNanos(), attempt.drainedBefore);
            drained += nothingLeft;
            starved += timings.idleNanos() - nothingLeft;
        } else if (attempt.dispatchedHere()) {
            // The slot was not this job's before, so only the way of this attempt counts.
            starved += oneWay(attempt, timings, now) + timings.waitedNanos();
        }
        share(attempt.slot.worker.id, timings.ranNanos());
    }

    /** The way of an attempt to its worker; both ways count as equal. */
    private static long oneWay(ScheduledAttempt attempt, Timings timings, long now) {
        return overhead(attempt, timings, now) / 2;
    }

    /** How long a slot had been free when the coordinator heard that its attempt ended. */
    static long freeBeforeHeard(ScheduledAttempt attempt, Timings timings, long now) {
        return oneWay(attempt, timings, now) + timings.unreportedNanos();
    }

    /** A slot was free for so long before the coordinator heard of it. */
    void unheard(long nanos) {
        starved += nanos;
    }

    /** A slot was free for so long because the job had no task for it. */
    void drained(long nanos) {
        drained += nanos;
    }

    void settled(long now) {
        lastSettledAt = now;
    }

    RunReport report(String mode, int tasks, boolean cpuShared) {
        List<RunReport.WorkerShare> shares = new ArrayList<>();
        workers.forEach((worker, share) ->
                shares.add(new RunReport.WorkerShare(worker, share.attempts, share.ran / NANOS)));
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
                new RunReport.SlotAccount(running / NANOS, starved / NANOS, drained / NANOS),
                queued.view(),
                waited.view(),
                ran.view(),
                overhead.view(),
                shares);
    }

    private static final class Share {
        private int attempts;
        private long ran;
    }

    /** The distribution of one part; the histogram is made with the first value. */
    private static final class Spread {
        private static final int DIGITS = 2;

        private @Nullable Histogram histogram;
        private double total;
        private long max;

        void add(long nanos) {
            long value = Math.max(0, nanos);
            if (histogram == null) {
                histogram = new Histogram(DIGITS);
            }
            histogram.recordValue(value);
            total += value;
            max = Math.max(max, value);
        }

        RunReport.Distribution view() {
            if (histogram == null) {
                return new RunReport.Distribution(0, 0, 0, 0, 0, 0);
            }
            return new RunReport.Distribution(
                    quantile(histogram, 50),
                    quantile(histogram, 90),
                    quantile(histogram, 99),
                    max / NANOS,
                    total / histogram.getTotalCount() / NANOS,
                    total / NANOS);
        }

        private double quantile(Histogram values, double percentile) {
            return Math.min(max, values.getValueAtPercentile(percentile)) / NANOS;
        }
    }
}
