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
 * What this JVM used since it last told so, for each job that it has attempts of; confined to who
 * calls the {@link AttemptRunner}.
 */
final class JvmUses {
    /** A reading takes as long as some tasks, so it is not made for every report. */
    private static final long SELDOM_NANOS = 10_000_000;

    /** Attempts of more jobs at a time are rare, and the oldest of them can do without. */
    private static final int MOST_JOBS = 64;

    private final Supplier<JvmMeter.Reading> meter;
    private final LongSupplier clock;
    private final @Nullable DelayCounts messages;
    private final Map<JobId, Open> jobs = new LinkedHashMap<>();

    JvmUses(Supplier<JvmMeter.Reading> meter, LongSupplier clock) {
        this(meter, clock, null);
    }

    /**
     * Notes uses.
     *
     * @param messages what an actor system feels that runs the attempts; null where none does
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

    /** Attempts of a job arrived. */
    void begin(JobId job) {
        if (!jobs.containsKey(job)) {
            if (jobs.size() >= MOST_JOBS) {
                jobs.remove(jobs.keySet().iterator().next());
            }
            jobs.put(job, new Open(meter.get(), clock.getAsLong(), messages));
        }
    }

    /** Looks at the memory, which is known only of the moments at which somebody looks. */
    void look() {
        if (!jobs.isEmpty()) {
            see(meter.get());
        }
    }

    /**
     * What was used since the last answer; empty when that is but a moment ago.
     *
     * @param last whether nothing runs any more, so that there may be no later report to say it
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

    /** Nothing runs any more. */
    void end() {
        jobs.clear();
    }

    private void see(JvmMeter.Reading now) {
        jobs.values().forEach(open -> open.peak = Math.max(open.peak, now.residentBytes()));
    }
}
