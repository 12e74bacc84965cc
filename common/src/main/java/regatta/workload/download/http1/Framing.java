package regatta.workload.download.http1;

import java.util.List;

/**
 * The way in which a response marks the end of its body (RFC 9112, section 6.3). Refuses a response
 * if two programs could see the end of the body in different places.
 */
sealed interface Framing {
    record Sized(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    record UntilClose() implements Framing {}

    /**
     * The largest number of digits of a length. A {@code long} can hold every number with so few
     * digits.
     */
    int MAX_DIGITS = 18;

    /** Returns the framing of a response to a GET request. */
    static Framing of(ResponseHead head) throws HttpException {
        List<String> codings = head.all("Transfer-Encoding");
        List<String> lengths = head.all("Content-Length");
        if (!codings.isEmpty()) {
            return coded(head, codings, lengths);
        }
        if (head.status() == 204 || head.status() == 304) {
            return new Sized(0);
        }
        return lengths.isEmpty() ? new UntilClose() : new Sized(length(lengths));
    }

    private static Framing coded(ResponseHead head, List<String> codings, List<String> lengths)
            throws HttpException {
        if (!lengths.isEmpty()) {
            throw new HttpException(
                    Fault.FRAMING, "the response has both a length and a transfer coding");
        }
        if (head.minorVersion() == 0) {
            throw new HttpException(Fault.FRAMING, "an HTTP/1.0 response has a transfer coding");
        }
        if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
            throw new HttpException(Fault.FRAMING, "the transfer coding is not chunked");
        }
        return new Chunked();
    }

    private static long length(List<String> values) throws HttpException {
        long length = -1;
        for (String value : values) {
            for (String part : value.split(",", -1)) {
                long stated = digits(part.strip());
                if (length >= 0 && stated != length) {
                    throw new HttpException(Fault.FRAMING, "the response has two lengths");
                }
                length = stated;
            }
        }
        return length;
    }

    private static long digits(String text) throws HttpException {
        long value = 0;
        boolean valid = !text.isEmpty() && text.length() <= MAX_DIGITS;
        for (int i = 0; valid && i < text.length(); i++) {
            char digit = text.charAt(i);
            valid = digit >= '0' && digit <= '9';
            value = value * 10 + digit - '0';
        }
        if (!valid) {
            throw new HttpException(Fault.FRAMING, "the response's length is malformed");
        }
        return value;
    }
}
