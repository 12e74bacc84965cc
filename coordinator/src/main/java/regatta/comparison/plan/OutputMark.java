package regatta.comparison.plan;

import org.jspecify.annotations.Nullable;

/**
 * Identifies an output, so that outputs can be compared although nobody stores the whole outputs.
 *
 * @param sha256 the digest of the output's canonical JSON, in hexadecimal digits
 * @param value the only value in the output, even if the value occurs several times; null if the
 *     output has different values
 */
public record OutputMark(String sha256, @Nullable String value) {}
