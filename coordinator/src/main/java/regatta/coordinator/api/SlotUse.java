package regatta.coordinator.api;

/**
 * How much of a worker's slot time went to jobs that are no rounds of a comparison.
 *
 * @param othersNanos the slot time of jobs that are no rounds, in slots × nanoseconds, since the
 *     coordinator first knew the worker; only the difference between two readings has a meaning
 */
public record SlotUse(WorkerView worker, long othersNanos) {

    /** Returns the same use with another view of the worker. */
    public SlotUse with(WorkerView known) {
        return new SlotUse(known, othersNanos);
    }
}
