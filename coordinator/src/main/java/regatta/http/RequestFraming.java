package regatta.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows the requests of one connection byte by byte, to find where each head begins and ends and
 * how long each body is. Refuses requests that cost the server much and the client little, and
 * requests that two programs could read differently (RFC 9112, 6.3 and 11.2). Only one thread may
 * use an instance.
 *
 * <p>Pekko's parser reads the same bytes later. That parser does not count all headers, and does
 * not limit the chunks of a body. The parser also calls itself for each further request in the same
 * piece of input, so that some thousands of requests in one piece would end the JVM. Therefore the
 * parser must get requests one by one.
 */
final class RequestFraming {
    static final int MAX_HEADERS = 64;
    static final int MAX_HEAD = 64 * 1024;
    static final int MAX_CHUNK_LINE = 256;

    /**
     * How many chunks every body may have. A body may have one more chunk for each {@link
     * #BYTES_A_CHUNK} bytes of its content.
     */
    static final int FREE_CHUNKS = 16_384;

    static final int BYTES_A_CHUNK = 16;
    private static final int MAX_METHOD = 16;
    private static final Pattern FIRST_LINE = Pattern.compile("[^ ]++ [^ ]++ HTTP/\\d\\.\\d");
    private static final int MAX_LENGTH_DIGITS = 18;
    private static final int MAX_CHUNK_DIGITS = 15;

    private enum Part {
        BETWEEN,
        HEAD,
        BODY,
        CHUNK_LINE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    /** The status and text with which a request is refused. */
    record Refusal(int status, String detail) {}

    private final StringBuilder line = new StringBuilder();
    private Part part = Part.BETWEEN;
    private int headBytes;
    private int lines;
    private long left;
    private long length;
    private boolean chunked;
    private boolean oldVersion;
    private boolean first;
    private boolean inMethod;
    private long bodyBytes;
    private long chunks;
    private long heads;
    private @Nullable Refusal refusal;

    /** Returns whether a head has begun and has not ended. */
    boolean inHead() {
        return part == Part.HEAD;
    }

    /** Returns how many heads have ended. */
    long heads() {
        return heads;
    }

    /**
     * Returns why the last request is refused; empty if this request is not refused. After a
     * refusal a caller must not call {@link #take} again.
     */
    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /**
     * Takes bytes until a head ends, the bytes end or a request is refused.
     *
     * @return the index of the first byte that was not taken
     */
    int take(byte[] bytes, int from) {
        int at = from;
        long before = heads;
        try {
            while (at < bytes.length && heads == before) {
                at = part == Part.BODY || part == Part.CHUNK ? skip(bytes, at) : step(bytes, at);
            }
        } catch (RefusedException refused) {
            refusal = refused.refusal;
        }
        return at;
    }

    private int skip(byte[] bytes, int at) {
        int here = (int) Math.min(left, bytes.length - at);
        left -= here;
        bodyBytes += here;
        if (left == 0) {
            part = part == Part.BODY ? Part.BETWEEN : Part.CHUNK_END;
        }
        return at + here;
    }

    private int step(byte[] bytes, int at) {
        byte next = bytes[at];
        if (part == Part.BETWEEN) {
            beginHead();
        }
        count();
        if (next == '\n') {
            String text =
                    endsWithCarriageReturn()
                            ? line.substring(0, line.length() - 1)
                            : line.toString();
            line.setLength(0);
            endOfLine(text);
        } else {
            if (part == Part.HEAD && endsWithCarriageReturn()) {
                throw refused(400, "a carriage return stands without a line feed");
            }
            line.append((char) (next & 0xff));
            if (part == Part.HEAD && first) {
                methodByte(next);
            }
        }
        return at + 1;
    }

    private boolean endsWithCarriageReturn() {
        return !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
    }

    /** Refuses a request at the first byte of another protocol, which may have no end of a head. */
    private void methodByte(byte next) {
        if (next == ' ') {
            inMethod = false;
        }
        boolean known = next == '\r' || isTokenCharacter(next);
        if (inMethod && (!known || line.length() > MAX_METHOD)) {
            throw refused(400, "the request does not begin with a method of HTTP");
        }
    }

    private static boolean isTokenCharacter(byte each) {
        return (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z')
                || (each >= '0' && each <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(each) >= 0;
    }

    private void beginHead() {
        part = Part.HEAD;
        first = true;
        inMethod = true;
        headBytes = 0;
        lines = 0;
        length = -1;
        chunked = false;
    }

    /** Counts a byte outside of a body. */
    private void count() {
        if (part == Part.HEAD || part == Part.TRAILER) {
            if (++headBytes > MAX_HEAD) {
                throw refused(431, "the head of a request may have %,d bytes".formatted(MAX_HEAD));
            }
        } else if (line.length() > MAX_CHUNK_LINE) {
            throw refused(
                    400, "the line before a chunk may have %,d bytes".formatted(MAX_CHUNK_LINE));
        }
    }

    private void endOfLine(String text) {
        switch (part) {
            case HEAD -> headLine(text);
            case CHUNK_LINE -> chunkLine(text);
            case CHUNK_END -> {
                if (!text.isEmpty()) {
                    throw refused(400, "a chunk is longer than its stated size");
                }
                part = Part.CHUNK_LINE;
            }
            case TRAILER -> trailerLine(text);
            case BETWEEN, BODY, CHUNK -> throw new IllegalStateException(part.name());
        }
    }

    private void headLine(String text) {
        if (first) {
            // A client may send an empty line before a request.
            first = text.isEmpty();
            if (!first) {
                checkFirstLine(text);
            }
        } else if (text.isEmpty()) {
            endHead();
        } else {
            header(text);
        }
    }

    private void checkFirstLine(String line) {
        if (!FIRST_LINE.matcher(line).matches()) {
            throw refused(400, "the first line of a request is METHOD TARGET HTTP/1.1");
        }
        if (!line.endsWith(" HTTP/1.1") && !line.endsWith(" HTTP/1.0")) {
            throw refused(505, "the server speaks HTTP/1.1");
        }
        oldVersion = line.endsWith(" HTTP/1.0");
    }

    private void header(String text) {
        countLine();
        if (text.charAt(0) == ' ' || text.charAt(0) == '\t') {
            throw refused(400, "a header continues on a second line");
        }
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw refused(400, "a header has no name");
        }
        String name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = text.substring(colon + 1).strip();
        switch (name) {
            case "content-length" -> {
                if (length >= 0 || !isNumber(value)) {
                    throw refused(400, "Content-Length is not one number");
                }
                length = Long.parseLong(value);
            }
            case "transfer-encoding" -> {
                if (chunked || !value.equalsIgnoreCase("chunked")) {
                    throw refused(400, "Transfer-Encoding can only be chunked");
                }
                chunked = true;
            }
            default -> {}
        }
    }

    private static boolean isNumber(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_LENGTH_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void countLine() {
        if (++lines > MAX_HEADERS) {
            throw refused(431, "a request may have %,d headers".formatted(MAX_HEADERS));
        }
    }

    private void endHead() {
        if (chunked && length >= 0) {
            throw refused(400, "a request has either Content-Length or Transfer-Encoding");
        }
        if (chunked && oldVersion) {
            throw refused(400, "a request of HTTP/1.0 has no Transfer-Encoding");
        }
        heads++;
        bodyBytes = 0;
        chunks = 0;
        left = length;
        part = chunked ? Part.CHUNK_LINE : length > 0 ? Part.BODY : Part.BETWEEN;
    }

    private void chunkLine(String text) {
        if (++chunks > FREE_CHUNKS + bodyBytes / BYTES_A_CHUNK) {
            throw refused(
                    400,
                    "a body with so many chunks must have at least %,d bytes in each chunk on average"
                            .formatted(BYTES_A_CHUNK));
        }
        int end = text.indexOf(';');
        String size = (end < 0 ? text : text.substring(0, end)).strip();
        if (size.isEmpty()
                || size.length() > MAX_CHUNK_DIGITS
                || size.chars().anyMatch(c -> Character.digit(c, 16) < 0 || c > 'f')) {
            throw refused(400, "a chunk has no valid size");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            headBytes = 0;
            lines = 0;
            part = Part.TRAILER;
        } else {
            part = Part.CHUNK;
        }
    }

    private void trailerLine(String text) {
        if (text.isEmpty()) {
            part = Part.BETWEEN;
        } else {
            countLine();
        }
    }

    private static RefusedException refused(int status, String detail) {
        return new RefusedException(new Refusal(status, detail));
    }

    /**
     * Returns the bytes of the answer to a refused request. This answer goes to the client without
     * Pekko.
     */
    static byte[] answer(Refusal refusal) {
        Problem problem = Problem.refused(refusal.status(), refusal.detail());
        byte[] body = problem.body();
        String head =
                """
                HTTP/1.1 %d %s
                Server: regatta
                Cache-Control: no-store
                X-Content-Type-Options: nosniff
                Content-Type: application/problem+json
                Content-Length: %d
                Connection: close

                """
                        .formatted(refusal.status(), problem.title(), body.length)
                        .replace("\n", "\r\n");
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Refusal refusal;

        RefusedException(Refusal refusal) {
            super(refusal.detail(), null, false, false);
            this.refusal = refusal;
        }
    }
}
