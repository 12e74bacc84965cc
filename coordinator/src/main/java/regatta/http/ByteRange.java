package regatta.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a request asks for (RFC 9110, 14). A request for several parts, or in
 * units other than bytes, gets the whole file.
 *
 * @param from the index of the first byte
 * @param until one more than the index of the last byte
 */
public record ByteRange(long from, long until) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * Returns the range that a call asks for; empty if the call asks for the whole file.
     *
     * @throws ProblemException 416 if the range contains no byte of the file
     */
    public static Optional<ByteRange> of(Call call, long bytes) {
        Matcher range = ONE.matcher(call.header("Range").orElse(""));
        if (!range.matches() || (range.group(1) + range.group(2)).isEmpty()) {
            return Optional.empty();
        }
        String first = range.group(1);
        String last = range.group(2);
        long from =
                first.isEmpty() ? Math.max(0, bytes - Long.parseLong(last)) : Long.parseLong(first);
        long until =
                first.isEmpty() || last.isEmpty()
                        ? bytes
                        : Math.min(bytes, Long.parseLong(last) + 1);
        boolean backwards = !first.isEmpty() && !last.isEmpty() && Long.parseLong(last) < from;
        if (backwards) {
            return Optional.empty();
        }
        if (from >= until) {
            throw Problem.unsatisfiable(bytes);
        }
        return Optional.of(new ByteRange(from, until));
    }
}
