package regatta.coordinator.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/**
 * A write that the book asks the store to keep. The store keeps entries in the order of their
 * numbers.
 */
public sealed interface Entry {

    /**
     * Returns how many tasks of running jobs the entry concerns. Dispatch pauses while the entries
     * of too many tasks wait to be kept.
     */
    default int tasks() {
        return 0;
    }

    /**
     * A new job. While the disk is full, the store may refuse an entry of this type, but no other
     * entry.
     */
    record Accept(Job job, Optional<IdempotencyKey> key) implements Entry {}

    /** This coordinator dispatches attempts of a job from now on. */
    record Start(JobId job, Instant at) implements Entry {}

    /** The attempt counts of tasks that run again. */
    record Retry(JobId job, List<Retried> retried) implements Entry {
        @Override
        public int tasks() {
            return retried.size();
        }
    }

    /** The settlements of tasks. */
    record Settle(JobId job, List<Settlement> settlements) implements Entry {
        @Override
        public int tasks() {
            return settlements.size();
        }
    }

    record End(JobEnd end) implements Entry {}
}
