package regatta.coordinator.schedule;

import java.util.Comparator;

/**
 * The rank of a job among the jobs that want a slot. The job with the highest priority goes first,
 * then the job that holds the fewest slots, then the job with the least slot time, then the job
 * that was accepted first.
 *
 * <p>Slot time counts before age. So two jobs that take turns at a slot get about the same share of
 * the slot's time, however long their tasks are.
 *
 * @param slots how many slots the job holds
 * @param served the slot time that counts for the job so far, in nanoseconds
 * @param arrival how many jobs were accepted before this job
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
