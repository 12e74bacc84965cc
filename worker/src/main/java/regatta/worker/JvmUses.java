package regatta.worker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import regatta.machine.JvmMeter;
import regatta.protocol.JobId;
import regatta.protocol.JvmUse;

/**
 * Measures for each job what the whole JVM used while attempts of the job were in this JVM. Each
 * report of a job's use counts from the report before it. Confined to the caller of {@link
 * AttemptRunner}.
 */
final class JvmUses {
    /**
     * The shortest time between two reports of a job's use. A reading of the JVM's figures takes as
     * long as some tasks, so not every worker's report has a reading.
     */
    private static final long SELDOM_NANOS = 50_000_000;

    /**
     * The largest number of jobs that are measured at the same time. If one more job begins, the
     * measurement of the oldest job ends.
     */
    private static final int MOST_JOBS = 64;

    private final Supplier<JvmMeter.Reading> meter;
    private final LongSupplier clock;
    private final @Nullable DelayCounts messages;
    private final Map<JobId, Open> jobs = new LinkedHashMap<>();

    JvmUses(Supplier<JvmMeter.Reading> meter, LongSupplier clock) {
        this(meter, clock, null);
    }

    /**
     * Creates a measurement without jobs.
     *
     * @param messages the delays of messages in the actor system that runs the attempts; null if no
     *     actor system runs the attempts
     */
    JvmUses(Supplier<JvmMeter.Reading> meter, LongSupplier clock, @Nullable DelayCounts messages) {
        this.meter = meter;
        this.clock = clock;
        this.messages = messages;
    }

    private static final class Open {
        private final long rest;
        private final @Nullable DelayCounts messages;
        private final long[] messagesBefore;
        private JvmMeter.Reading told;
        private long toldAt;
        private long peak;

        Open(JvmMeter.Reading now, long at, @Nullable DelayCounts messages) {
            this.messages = messages;
            messagesBefore = messages == null ? new long[0] : messages.read();
            told = now;
            toldAt = at;
            rest = now.residentBytes();
            peak = rest;
        }

        JvmUse tell(JvmMeter.Reading now, long at) {
            JvmUse use =
                    new JvmUse(
                            Math.max(0, now.collectedNanos() - told.collectedNanos()),
                            Math.max(0, now.allocatedBytes() - told.allocatedBytes()),
                            now.throttledNanos() < 0
                                    ? -1
                                    : Math.max(0, now.throttledNanos() - told.throttledNanos()),
                            Math.max(0, now.stoodNanos() - told.stoodNanos()),
                            rest,
                            peak,
                            messages == null ? null : messages.since(messagesBefore).orElse(null));
            told = now;
            toldAt = at;
            return use;
        }
    }

    /** Begins to measure for a job whose attempts arrived. */
    void begin(JobId job) {
        if (!jobs.containsKey(job)) {
            if (jobs.size() >= MOST_JOBS) {
                jobs.remove(jobs.keySet().iterator().next());
            }
            jobs.put(job, new Open(meter.get(), clock.getAsLong(), messages));
        }
    }

    /**
     * Reads how much memory this JVM occupies. The largest reading while a job is measured is the
     * job's peak.
     */
    void look() {
        if (!jobs.isEmpty()) {
            see(meter.get());
        }
    }

    /**
     * Returns what the JVM used since this method last returned a use of the job; empty if this
     * method returned a use of the job only a moment ago, or if the job is not measured.
     *
     * @param last whether no attempt runs any more. If no attempt runs, the method returns the use
     *     in any case, because a later report may never come
     */
    Optional<JvmUse> since(JobId job, boolean last) {
        Open open = jobs.get(job);
        long now = clock.getAsLong();
        if (open == null || (!last && now - open.toldAt < SELDOM_NANOS)) {
            return Optional.empty();
        }
        JvmMeter.Reading reading = meter.get();
        see(reading);
        return Optional.of(open.tell(reading, now));
    }

    /** Forgets all jobs, because no attempt runs any more. */
    void end() {
        jobs.clear();
    }

    private void see(JvmMeter.Reading now) {
        jobs.values().forEach(open -> open.peak = Math.max(open.peak, now.residentBytes()));
    }
}
