package regatta.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/** A write to the store, with the future that completes when the write is kept. */
sealed interface Write {
    CompletableFuture<?> done();

    /**
     * How many tasks of running jobs the write concerns. The sum over waiting writes is limited.
     */
    default int tasks() {
        return 0;
    }

    /** Whether the store refuses the write while the disk is full, instead of letting it wait. */
    default boolean refusable() {
        return false;
    }

    record Accept(Job job, @Nullable IdempotencyKey key, CompletableFuture<Acceptance> done)
            implements Write {
        @Override
        public boolean refusable() {
            return true;
        }
    }

    record Start(JobId job, Instant now, CompletableFuture<Void> done) implements Write {}

    record Retry(JobId job, List<Retried> retried, CompletableFuture<Void> done) implements Write {
        @Override
        public int tasks() {
            return retried.size();
        }
    }

    record Settle(JobId job, List<Settlement> settlements, CompletableFuture<Void> done)
            implements Write {
        @Override
        public int tasks() {
            return settlements.size();
        }
    }

    record End(JobEnd end, CompletableFuture<Void> done) implements Write {}

    record Delete(JobId job, CompletableFuture<Deletion> done) implements Write {
        @Override
        public boolean refusable() {
            return true;
        }
    }

    record AcceptComparison(
            ComparisonView comparison,
            @Nullable IdempotencyKey key,
            CompletableFuture<ComparisonStore.Acceptance> done)
            implements Write {
        @Override
        public boolean refusable() {
            return true;
        }
    }

    record KeepComparison(ComparisonView comparison, CompletableFuture<Void> done)
            implements Write {}

    record AddRound(ComparisonId comparison, Round round, CompletableFuture<Void> done)
            implements Write {}
}
