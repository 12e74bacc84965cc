package regatta.coordinator.api;

/**
 * Names a submission, so that repeating it makes no second job or comparison.
 *
 * @param bodyDigest the digest of the body, which shows whether the same key came with another body
 */
public record IdempotencyKey(String value, String bodyDigest) {}
