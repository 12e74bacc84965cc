package regatta.comparison.plan;

import org.jspecify.annotations.Nullable;

/**
 * What tells an output from others.
 *
 * @param sha256 of the output's canonical JSON, in hexadecimal digits
 * @param value the one value that the output consists of, however often; null where it has several
 */
public record OutputMark(String sha256, @Nullable String value) {}
