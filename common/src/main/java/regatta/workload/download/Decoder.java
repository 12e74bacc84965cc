package regatta.workload.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import regatta.workload.TaskFailedException;
import regatta.workload.download.http1.ResponseHead;

/**
 * Decodes the content coding of a body that arrives in pieces: {@code gzip} (RFC 1952) or {@code
 * deflate} (RFC 1950, and the bare RFC 1951 that some origins send instead).
 *
 * <p>A decoder holds one small buffer, however large the decoded content is. Only one thread at a
 * time may use a decoder.
 */
final class Decoder implements Closeable {
    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int TRAILER_BYTES = 8;
    private static final long LOW_32_BITS = 0xffff_ffffL;

    private enum State {
        /** Gzip only: before or in the header of a member. */
        HEADER,
        /**
         * Deflate only: before the first byte, which shows whether the content has the form of RFC
         * 1950 or of RFC 1951.
         */
        FIRST,
        DATA,
        /** Gzip only: in the checksum and length that end a member. */
        TRAILER,
        /** Deflate only: after the end; nothing may follow. */
        DONE
    }

    private final boolean gzip;
    private final GzipHeader header = new GzipHeader();
    private final CRC32 crc = new CRC32();
    private final byte[] decoded = new byte[BUFFER_BYTES];
    private Inflater inflater = new Inflater(true);
    private State state;
    private long trailer;
    private int trailerBytes;

    /**
     * Takes a decoded piece. The piece is a view of the decoder's buffer and is valid only during
     * the call.
     */
    interface Sink {
        void take(ByteBuffer piece) throws TaskFailedException, IOException;
    }

    private Decoder(boolean gzip) {
        this.gzip = gzip;
        state = gzip ? State.HEADER : State.FIRST;
    }

    /**
     * Returns the decoder that a response needs; empty if the response's content is not coded.
     *
     * @throws IllegalArgumentException if this class cannot decode the content
     */
    static Optional<Decoder> of(ResponseHead head) {
        List<String> codings =
                head.all("Content-Encoding").stream()
                        .flatMap(value -> List.of(value.split(",", -1)).stream())
                        .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                        .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                        .toList();
        if (codings.isEmpty()) {
            return Optional.empty();
        }
        if (codings.size() > 1) {
            throw new IllegalArgumentException("several encodings, one on the other");
        }
        return switch (codings.getFirst()) {
            case "gzip", "x-gzip" -> Optional.of(new Decoder(true));
            case "deflate" -> Optional.of(new Decoder(false));
            default -> throw new IllegalArgumentException("an encoding that Regatta cannot decode");
        };
    }

    /**
     * Decodes a piece of the body.
     *
     * @throws DataFormatException if the bytes do not follow their coding
     */
    void decode(ByteBuffer piece, Sink sink)
            throws DataFormatException, TaskFailedException, IOException {
        while (piece.hasRemaining()) {
            switch (state) {
                case HEADER -> {
                    if (header.take(piece.get() & 0xff)) {
                        state = State.DATA;
                    }
                }
                case FIRST -> tellDeflate(piece.get(piece.position()) & 0xff);
                case DATA -> inflate(piece, sink);
                case TRAILER -> takeTrailer(piece.get() & 0xff);
                case DONE -> throw new DataFormatException("more than the encoded content");
            }
        }
    }

    /**
     * Decides whether the data is RFC 1950 or bare RFC 1951. The low four bits of a zlib header
     * (RFC 1950) are 8. Bare RFC 1951 data has these bits only if the data begins with a stored
     * block whose padding is not zero.
     */
    private void tellDeflate(int first) {
        if ((first & 0x0f) == 8) {
            inflater.end();
            inflater = new Inflater();
        }
        state = State.DATA;
    }

    private void inflate(ByteBuffer piece, Sink sink)
            throws DataFormatException, TaskFailedException, IOException {
        inflater.setInput(piece);
        int count = inflater.inflate(decoded);
        while (count > 0) {
            crc.update(decoded, 0, count);
            sink.take(ByteBuffer.wrap(decoded, 0, count));
            count = inflater.inflate(decoded);
        }
        if (inflater.needsDictionary()) {
            throw new DataFormatException("a dictionary is needed");
        }
        if (inflater.finished()) {
            state = gzip ? State.TRAILER : State.DONE;
        }
    }

    private void takeTrailer(int octet) throws DataFormatException {
        trailer |= (long) octet << (Byte.SIZE * trailerBytes);
        if (++trailerBytes < TRAILER_BYTES) {
            return;
        }
        long length = trailer >>> 32;
        if ((trailer & LOW_32_BITS) != crc.getValue()
                || length != (inflater.getBytesWritten() & LOW_32_BITS)) {
            throw new DataFormatException("a wrong checksum");
        }
        // Another member of the gzip file may follow.
        state = State.HEADER;
        trailer = 0;
        trailerBytes = 0;
        crc.reset();
        inflater.reset();
        header.reset();
    }

    /**
     * Checks that the encoded content ends where the body ends.
     *
     * @throws DataFormatException if the encoded content is incomplete
     */
    void end() throws DataFormatException {
        boolean whole = gzip ? state == State.HEADER && header.ended() : state == State.DONE;
        if (!whole) {
            throw new DataFormatException("an incomplete end");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
