package regatta.coordinator.schedule;

import java.util.Comparator;

/**
 * Who gets the next free slot: the highest priority, then who holds fewest, then who had the least
 * slot time, then the oldest.
 *
 * <p>Slot time comes before age so that two jobs that take turns at one slot share its time,
 * whatever the length of their tasks.
 */
record ClaimKey(int priority, int held, long served, long order) implements Comparable<ClaimKey> {
    private static final Comparator<ClaimKey> ORDER =
            Comparator.comparingInt(ClaimKey::priority)
                    .reversed()
                    .thenComparingInt(ClaimKey::held)
                    .thenComparingLong(ClaimKey::served)
                    .thenComparingLong(ClaimKey::order);

    static ClaimKey of(ScheduledJob job) {
        return new ClaimKey(job.terms.priority(), job.holds.size(), job.served, job.order);
    }

    @Override
    public int compareTo(ClaimKey other) {
        return ORDER.compare(this, other);
    }

    /** Whether a job that holds a slot is to give it to the one that makes this claim. */
    boolean outranks(ScheduledJob holder) {
        if (priority != holder.terms.priority()) {
            return priority > holder.terms.priority();
        }
        int held = holder.holds.size();
        return this.held + 1 < held || (this.held < held && served <= holder.served);
    }
}
