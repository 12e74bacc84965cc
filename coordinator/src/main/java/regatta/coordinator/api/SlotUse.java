package regatta.coordinator.api;

/**
 * How much of a worker's slot time went to jobs that are no rounds of a comparison.
 *
 * @param othersNanos slot time of such jobs, in slots × nanoseconds, since the coordinator first
 *     knew the worker; only the difference of two readings means anything
 */
public record SlotUse(WorkerView worker, long othersNanos) {

    /** Returns the same use with another view of the worker. */
    public SlotUse with(WorkerView known) {
        return new SlotUse(known, othersNanos);
    }
}
