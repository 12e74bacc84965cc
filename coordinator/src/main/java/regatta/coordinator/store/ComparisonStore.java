package regatta.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;

/**
 * Keeps comparisons and their rounds as documents in bytes, which it does not read. Safe from any
 * thread.
 *
 * <p>The store deletes ended comparisons by age and by count, as it deletes ended jobs.
 */
public interface ComparisonStore {

    /**
     * What a comparison's progress changes: its state, its end and its summary.
     *
     * @param endedAt null until it ended
     * @param summary a document that every write replaces
     */
    @SuppressWarnings("ArrayRecordComponent") // documents are never compared
    record Standing(String id, JobState state, @Nullable Instant endedAt, byte[] summary) {}

    /**
     * A comparison as it is kept.
     *
     * @param order position in the order of acceptance
     * @param jobs the document of the comparison's jobs; null in a list
     * @param rounds in the order in which they were added
     */
    @SuppressWarnings("ArrayRecordComponent") // documents are never compared
    record Documents(
            long order,
            byte[] head,
            byte @Nullable [] jobs,
            byte[] summary,
            List<RoundDocuments> rounds) {}

    /**
     * A round as it is kept.
     *
     * @param sample null if the reader did not ask for it or an earlier version kept the round
     */
    @SuppressWarnings("ArrayRecordComponent") // documents are never compared
    record RoundDocuments(byte[] round, byte @Nullable [] sample) {}

    /**
     * Keeps a new comparison and gives it the next order. Fails with {@link
     * StoreException.Kind#FULL} when the disk has no space for it.
     *
     * @param head the document that every reader gets
     * @param jobs the document that lists leave out
     */
    CompletionStage<Acceptance> accept(
            Standing fresh, byte[] head, byte[] jobs, Optional<IdempotencyKey> key);

    /**
     * Looks up an idempotency key. Returns the comparison that an earlier submission with the same
     * key made. If that submission had another body, returns {@link Acceptance.KeyReused}. Empty
     * for a new key.
     */
    Optional<Acceptance> known(IdempotencyKey key);

    /** Keeps a comparison's progress. Changes nothing in a comparison that has ended. */
    CompletionStage<Void> keep(Standing standing);

    /**
     * Keeps a round as the comparison's last one so far.
     *
     * @param sample a long document that only {@link #whole} and {@link #unfinished} read
     */
    CompletionStage<Void> add(String comparison, byte[] round, byte[] sample);

    /**
     * Reads the comparisons that have not ended, oldest first. Call this before the first write.
     */
    List<Documents> unfinished();

    /** Reads a comparison whose rounds come without their samples. */
    Optional<Documents> find(String comparison);

    /** Reads a comparison with the documents of all its rounds, including their jobs. */
    Optional<Documents> whole(String comparison);

    /**
     * Lists comparisons without their jobs, newest first.
     *
     * @param before an exclusive upper bound of {@link Documents#order}
     */
    List<Documents> list(Optional<JobState> state, Optional<Long> before, int limit);

    /** The store's answer to a new comparison. */
    sealed interface Acceptance {
        record Kept(long order) implements Acceptance {}

        /** An earlier submission with the same key and body made this comparison. */
        record Known(String comparison) implements Acceptance {}

        /** An earlier submission used the key with another body. */
        record KeyReused() implements Acceptance {}
    }
}
