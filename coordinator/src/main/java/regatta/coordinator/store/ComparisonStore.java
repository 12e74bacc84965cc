package regatta.coordinator.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;

/**
 * Keeps comparisons and their rounds as documents. A document is an array of bytes that the store
 * does not interpret. Safe from any thread.
 *
 * <p>The store deletes ended comparisons by their age, their number and the store's size, as it
 * deletes ended jobs.
 */
public interface ComparisonStore {

    /**
     * The part of a comparison that changes with the comparison's progress: the state, the end and
     * the summary.
     *
     * @param endedAt when the comparison ended; null if the comparison has not ended
     * @param summary a document; each {@link ComparisonStore#keep} replaces the comparison's
     *     earlier summary
     */
    @SuppressWarnings("ArrayRecordComponent") // documents are never compared
    record Standing(String id, JobState state, @Nullable Instant endedAt, byte[] summary) {}

    /**
     * A comparison as the store keeps it.
     *
     * @param order the comparison's order, a sequence number that is given when the comparison is
     *     accepted
     * @param jobs the document of the comparison's jobs; null in a list
     * @param rounds the comparison's rounds, in the sequence in which the rounds were added
     */
    @SuppressWarnings("ArrayRecordComponent") // documents are never compared
    record Documents(
            long order,
            byte[] head,
            byte @Nullable [] jobs,
            byte[] summary,
            List<RoundDocuments> rounds) {}

    /**
     * A round as the store keeps it.
     *
     * @param sample the document with the round's sample of attempts; null if the reader did not
     *     ask for the sample, or if an earlier version of this program kept the round
     */
    @SuppressWarnings("ArrayRecordComponent") // documents are never compared
    record RoundDocuments(byte[] round, byte @Nullable [] sample) {}

    /**
     * Keeps a new comparison and gives it the next order. Fails with {@link
     * StoreException.Kind#FULL} when the disk has no space for the comparison.
     *
     * @param head the document that every reader gets
     * @param jobs the document that lists leave out
     */
    CompletionStage<Acceptance> accept(
            Standing fresh, byte[] head, byte[] jobs, Optional<IdempotencyKey> key);

    /**
     * Looks up an idempotency key. Returns the comparison that an earlier submission with the same
     * key made. If the earlier submission had another body, returns {@link Acceptance.KeyReused}.
     * Returns empty for a new key.
     */
    Optional<Acceptance> known(IdempotencyKey key);

    /** Keeps a comparison's progress. Changes nothing in a comparison that has ended. */
    CompletionStage<Void> keep(Standing standing);

    /**
     * Keeps a round as the comparison's last round so far.
     *
     * @param sample a long document that only {@link #whole} and {@link #unfinished} read
     */
    CompletionStage<Void> add(String comparison, byte[] round, byte[] sample);

    /**
     * Reads the comparisons that have not ended, oldest first. Call this method before the first
     * write.
     */
    List<Documents> unfinished();

    /** Reads a comparison, its jobs and its rounds, but not the rounds' samples. */
    Optional<Documents> find(String comparison);

    /** Reads a comparison, its jobs, its rounds and the rounds' samples. */
    Optional<Documents> whole(String comparison);

    /**
     * Lists comparisons without their jobs and without the samples of their rounds, newest first.
     *
     * @param before an exclusive upper bound of {@link Documents#order}; empty for no bound
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
