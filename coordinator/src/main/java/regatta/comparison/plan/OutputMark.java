package regatta.comparison.plan;

import org.jspecify.annotations.Nullable;

/**
 * Identifies an output, so that outputs can be compared without keeping them.
 *
 * @param sha256 the digest of the output's canonical JSON, in hexadecimal digits
 * @param value the only value in the output, even if it occurs several times; null if the output
 *     has different values
 */
public record OutputMark(String sha256, @Nullable String value) {}
