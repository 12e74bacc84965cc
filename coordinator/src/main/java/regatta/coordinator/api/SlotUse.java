package regatta.coordinator.api;

/**
 * What of a worker's slot time went to jobs that are no rounds of a comparison.
 *
 * @param othersNanos slots × nanoseconds since the coordinator first knew the worker; only the
 *     difference of two readings means anything
 */
public record SlotUse(WorkerView worker, long othersNanos) {

    /** The same use, by a worker of which more is known. */
    public SlotUse with(WorkerView known) {
        return new SlotUse(known, othersNanos);
    }
}
