package regatta.coordinator.schedule;

import java.util.Comparator;

/**
 * The place of a job among those that want a slot: the highest priority goes first, then the job
 * that holds the fewest slots, then the one that had the least slot time, then the oldest.
 *
 * <p>Slot time comes before age so that two jobs that take turns at one slot share its time,
 * whatever the length of their tasks.
 *
 * @param slots how many slots the job holds
 * @param served the slot time that it has had, in nanoseconds
 * @param arrival how many jobs were accepted before it
 */
record ClaimKey(int priority, int slots, long served, long arrival)
        implements Comparable<ClaimKey> {
    private static final Comparator<ClaimKey> BEST_FIRST =
            Comparator.comparingInt(ClaimKey::priority)
                    .reversed()
                    .thenComparingInt(ClaimKey::slots)
                    .thenComparingLong(ClaimKey::served)
                    .thenComparingLong(ClaimKey::arrival);

    static ClaimKey of(ScheduledJob job) {
        return new ClaimKey(job.terms.priority(), job.holds.size(), job.served(), job.arrival);
    }

    @Override
    public int compareTo(ClaimKey other) {
        return BEST_FIRST.compare(this, other);
    }

    /** Returns whether a job must give one of its slots to the job that makes this claim. */
    boolean outranks(ScheduledJob holder) {
        if (priority != holder.terms.priority()) {
            return priority > holder.terms.priority();
        }
        int its = holder.holds.size();
        return slots + 1 < its || (slots < its && served <= holder.served());
    }
}
