package regatta.coordinator.api;

/**
 * A name that a client gives to a submission, so that a repetition of the submission makes no
 * second job or comparison.
 *
 * @param bodyDigest the digest of the submission's body, which shows whether another submission
 *     with the same key has another body
 */
public record IdempotencyKey(String value, String bodyDigest) {}
