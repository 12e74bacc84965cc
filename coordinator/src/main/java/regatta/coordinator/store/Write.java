package regatta.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
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
     * Returns how many tasks of running jobs the write concerns. The coordinator limits the sum of
     * these numbers over all waiting writes.
     */
    default int tasks() {
        return 0;
    }

    /**
     * Returns whether the store refuses the write while the disk is full, instead of letting it
     * wait.
     */
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

    @SuppressWarnings("ArrayRecordComponent") // documents are never compared
    record AcceptComparison(
            ComparisonStore.Standing fresh,
            byte[] head,
            byte[] jobs,
            @Nullable IdempotencyKey key,
            CompletableFuture<ComparisonStore.Acceptance> done)
            implements Write {
        @Override
        public boolean refusable() {
            return true;
        }
    }

    record KeepComparison(ComparisonStore.Standing standing, CompletableFuture<Void> done)
            implements Write {}

    @SuppressWarnings("ArrayRecordComponent") // documents are never compared
    record AddRound(String comparison, byte[] round, byte[] sample, CompletableFuture<Void> done)
            implements Write {}
}
