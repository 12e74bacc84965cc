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
 * Measures what this JVM used while a job had attempts here, for each job since the worker last
 * reported it. Confined to the caller of {@link AttemptRunner}.
 */
final class JvmUses {
    /**
     * The least time between two reported uses of a job. A reading takes as long as some tasks, so
     * not every report has one.
     */
    private static final long SELDOM_NANOS = 10_000_000;

    /** The most jobs that are measured at a time. If there are more, the oldest is dropped. */
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
     * @param messages the delays of messages in the actor system that runs the attempts; null if
     *     there is none
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

    /** Reads how much memory this JVM has. The largest of these readings counts as the peak. */
    void look() {
        if (!jobs.isEmpty()) {
            see(meter.get());
        }
    }

    /**
     * Returns what the JVM used for a job since this method last returned its use; empty if that
     * was only a moment ago.
     *
     * @param last whether nothing runs any more. Then a later report may never come, so the use is
     *     returned in any case
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

    /** Forgets all jobs, because nothing runs any more. */
    void end() {
        jobs.clear();
    }

    private void see(JvmMeter.Reading now) {
        jobs.values().forEach(open -> open.peak = Math.max(open.peak, now.residentBytes()));
    }
}
