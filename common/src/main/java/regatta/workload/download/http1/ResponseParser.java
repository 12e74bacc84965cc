package regatta.workload.download.http1;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a connection's responses into events. Does no input or output.
 *
 * <p>Call {@link #next} until it returns {@link Event#NEED_INPUT} or {@link Event#END}. Call {@link
 * #closed} after the end of the connection, and {@link #reset} before the next response. The parser
 * skips interim responses. Only one thread at a time may use a parser.
 */
public final class ResponseParser {
    /**
     * The largest number of bytes of a head, or of the trailers. Common servers and clients accept
     * the same number of bytes.
     */
    static final int MAX_HEAD_BYTES = 64 * 1024;

    static final int MAX_CHUNK_LINE_BYTES = 4 * 1024;
    static final int MAX_INTERIM = 16;
    private static final int MAX_CHUNK_DIGITS = 15;
    private static final String PROTOCOL = "HTTP/1.";

    /** What {@link #next} found in the bytes of a response. */
    public enum Event {
        /** The parser has taken all bytes and needs more bytes. */
        NEED_INPUT,
        /** {@link #head} is complete. */
        HEAD,
        /** {@link #body} is a piece of the body. */
        BODY,
        /** The response is complete. */
        END
    }

    private enum State {
        HEAD,
        SIZED,
        UNTIL_CLOSE,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        DONE
    }

    private final Lines lines = new Lines(MAX_HEAD_BYTES);
    private State state = State.HEAD;
    private @Nullable ResponseHead head;
    private ByteBuffer body = ByteBuffer.allocate(0);
    private long remaining;
    private int interim;
    private int begun;

    /** Prepares for the next response on the same connection. */
    public void reset() {
        lines.reset(MAX_HEAD_BYTES);
        state = State.HEAD;
        head = null;
        interim = 0;
        begun = 0;
    }

    /** Returns whether any byte of the response has arrived. */
    public boolean begun() {
        return begun > 0;
    }

    /** Returns the head, which is complete from {@link Event#HEAD} on. */
    public ResponseHead head() {
        if (head == null) {
            throw new IllegalStateException("the head is not complete");
        }
        return head;
    }

    /**
     * Returns the piece that {@link Event#BODY} announced: a view of the input, valid until the
     * caller reuses the input.
     */
    public ByteBuffer body() {
        return body;
    }

    /** Returns whether another request may follow on the connection, after {@link Event#END}. */
    public boolean reusable() {
        return state == State.DONE && remaining == 0 && persistent(head());
    }

    private static boolean persistent(ResponseHead head) {
        return head.minorVersion() == 1 && !head.lists("Connection", "close");
    }

    /**
     * Takes bytes up to the next event.
     *
     * @throws HttpException if the bytes are not a valid response
     */
    public Event next(ByteBuffer in) throws HttpException {
        while (in.hasRemaining() || (state == State.SIZED && remaining == 0)) {
            Event event =
                    switch (state) {
                        case HEAD -> readHead(in);
                        case SIZED, UNTIL_CLOSE, CHUNK_DATA -> readBody(in);
                        case CHUNK_SIZE -> readChunkSize(in);
                        case CHUNK_END -> readChunkEnd(in);
                        case TRAILERS -> readTrailers(in);
                        case DONE -> throw excess();
                    };
            if (event != Event.NEED_INPUT) {
                return event;
            }
        }
        return Event.NEED_INPUT;
    }

    /**
     * Ends the response, because its connection has ended. Returns {@link Event#END} if the end of
     * the connection also marks the end of the body.
     *
     * @param orderly whether the origin itself ended the connection. With TLS, the client can tell
     *     such an end from a cut connection
     * @throws HttpException if the response is incomplete
     */
    public Event closed(boolean orderly) throws HttpException {
        if (state == State.UNTIL_CLOSE && orderly) {
            state = State.DONE;
            remaining = -1;
            return Event.END;
        }
        throw state == State.HEAD
                ? new HttpException(
                        Fault.RESET, "the connection ended before the response's head did")
                : new HttpException(Fault.LENGTH, "the connection ended within the body");
    }

    private Event readHead(ByteBuffer in) throws HttpException {
        checkProtocol(in);
        Optional<List<String>> block = lines.block(in);
        if (block.isEmpty()) {
            return Event.NEED_INPUT;
        }
        if (block.get().isEmpty()) {
            throw new HttpException(Fault.FRAMING, "the response has no status line");
        }
        ResponseHead read = ResponseHead.parse(block.get());
        if (read.status() >= 200) {
            head = read;
            begin(Framing.of(read));
            return Event.HEAD;
        }
        if (read.status() == 101 || ++interim > MAX_INTERIM) {
            throw new HttpException(
                    Fault.FRAMING, "the origin sent status 101, or too many interim responses");
        }
        lines.reset(MAX_HEAD_BYTES);
        return Event.NEED_INPUT;
    }

    /**
     * Refuses an HTTP/0.9 body at its first bytes, because such a body may be endless and have no
     * line end.
     */
    private void checkProtocol(ByteBuffer in) throws HttpException {
        for (int i = in.position(); begun < PROTOCOL.length() && i < in.limit(); i++) {
            if (in.get(i) != PROTOCOL.charAt(begun++)) {
                throw new HttpException(Fault.FRAMING, "the response is no HTTP/1.1");
            }
        }
    }

    private void begin(Framing framing) {
        switch (framing) {
            case Framing.Sized(long bytes) -> {
                remaining = bytes;
                state = State.SIZED;
            }
            case Framing.Chunked _ -> {
                lines.reset(MAX_CHUNK_LINE_BYTES);
                state = State.CHUNK_SIZE;
            }
            case Framing.UntilClose _ -> {
                remaining = Long.MAX_VALUE;
                state = State.UNTIL_CLOSE;
            }
        }
    }

    private Event readBody(ByteBuffer in) {
        if (remaining == 0) {
            state = State.DONE;
            return Event.END;
        }
        int length = (int) Math.min(in.remaining(), remaining);
        body = in.slice(in.position(), length);
        in.position(in.position() + length);
        remaining -= length;
        if (state == State.CHUNK_DATA && remaining == 0) {
            state = State.CHUNK_END;
        }
        return Event.BODY;
    }

    private Event readChunkSize(ByteBuffer in) throws HttpException {
        Optional<String> line = lines.line(in);
        if (line.isEmpty()) {
            return Event.NEED_INPUT;
        }
        int end = line.get().indexOf(';');
        String size = (end < 0 ? line.get() : line.get().substring(0, end)).stripTrailing();
        boolean hex = size.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        if (size.isEmpty() || size.length() > MAX_CHUNK_DIGITS || !hex) {
            throw new HttpException(Fault.FRAMING, "a chunk's size is malformed");
        }
        remaining = Long.parseLong(size, 16);
        lines.reset(remaining == 0 ? MAX_HEAD_BYTES : 2);
        state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
        return Event.NEED_INPUT;
    }

    private Event readChunkEnd(ByteBuffer in) throws HttpException {
        Optional<String> line = lines.line(in);
        if (line.isEmpty()) {
            return Event.NEED_INPUT;
        }
        if (!line.get().isEmpty()) {
            throw new HttpException(Fault.FRAMING, "a chunk is longer than its size");
        }
        lines.reset(MAX_CHUNK_LINE_BYTES);
        state = State.CHUNK_SIZE;
        return Event.NEED_INPUT;
    }

    private Event readTrailers(ByteBuffer in) throws HttpException {
        Optional<List<String>> block = lines.block(in);
        if (block.isEmpty()) {
            return Event.NEED_INPUT;
        }
        ResponseHead.fields(block.get());
        state = State.DONE;
        return Event.END;
    }

    static HttpException excess() {
        return new HttpException(Fault.FRAMING, "the origin sent more than the response");
    }
}
