package regatta.coordinator.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/** What the book wants kept; the store keeps entries in the order of their numbers. */
public sealed interface Entry {

    /** How many tasks of running jobs it is about: too many of them unkept pause the dispatch. */
    default int tasks() {
        return 0;
    }

    /** A new job; the one entry that the store may refuse for want of space. */
    record Accept(Job job, Optional<IdempotencyKey> key) implements Entry {}

    /** Attempts of a job are dispatched by this coordinator from now on. */
    record Start(JobId job, Instant at) implements Entry {}

    /** How tasks were tried so far that run again. */
    record Retry(JobId job, List<Retried> retried) implements Entry {
        @Override
        public int tasks() {
            return retried.size();
        }
    }

    /** Tasks that are settled for good. */
    record Settle(JobId job, List<Settlement> settlements) implements Entry {
        @Override
        public int tasks() {
            return settlements.size();
        }
    }

    record End(JobEnd end) implements Entry {}
}
