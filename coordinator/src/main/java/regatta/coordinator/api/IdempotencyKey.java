package regatta.coordinator.api;

/**
 * Names one submission, so that its repetition makes no second job.
 *
 * @param bodyDigest tells whether the same key came with another body
 */
public record IdempotencyKey(String value, String bodyDigest) {}
