package regatta.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.CoordinatorCommand.IdempotencyKey;
import regatta.coordinator.api.JobView;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/** Something to be kept, and who waits for it. */
sealed interface Write {
    CompletableFuture<?> done();

    record Accept(
            JobView job, @Nullable IdempotencyKey key, CompletableFuture<JobStore.Acceptance> done)
            implements Write {}

    record Start(JobId job, Instant now, CompletableFuture<Void> done) implements Write {}

    record Settle(JobId job, List<Settlement> settlements, CompletableFuture<Void> done)
            implements Write {}

    record End(JobView job, CompletableFuture<Void> done) implements Write {}
}
