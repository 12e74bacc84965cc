package regatta.workload.download;

import java.util.zip.DataFormatException;

/** Skips the header of a gzip member (RFC 1952, section 2.3), byte by byte. */
final class GzipHeader {
    /**
     * The largest number of bytes of a name or comment. Content with a longer name or comment is
     * not accepted as gzip.
     */
    private static final int MAX_TEXT = 16 * 1024;

    private static final int FIXED_BYTES = 10;
    private static final int[] MAGIC = {0x1f, 0x8b, 8};
    private static final int HEADER_CRC = 0x02;
    private static final int EXTRA = 0x04;
    private static final int NAME = 0x08;
    private static final int COMMENT = 0x10;
    private static final int RESERVED = 0xe0;

    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CRC,
        END
    }

    private Part part = Part.FIXED;
    private int members;
    private int count;
    private int flags;
    private int extra;

    /** Prepares for the header of the next member. */
    void reset() {
        part = Part.FIXED;
        count = 0;
        flags = 0;
        extra = 0;
        members++;
    }

    /** Returns whether the content may end now. Content may end only directly after a member. */
    boolean ended() {
        return members > 0 && part == Part.FIXED && count == 0;
    }

    /**
     * Takes a byte, and returns whether the header is now complete.
     *
     * @throws DataFormatException if the bytes are not a gzip header
     */
    boolean take(int octet) throws DataFormatException {
        int at = count++;
        switch (part) {
            case FIXED -> takeFixed(at, octet);
            case EXTRA_LENGTH -> {
                extra |= octet << (Byte.SIZE * at);
                if (at == 1) {
                    goOn(extra == 0 ? Part.EXTRA : Part.EXTRA_LENGTH);
                }
            }
            case EXTRA -> goOnIf(at + 1 == extra);
            case NAME, COMMENT -> {
                if (at > MAX_TEXT) {
                    throw new DataFormatException(
                            "a gzip header whose name or comment is too long");
                }
                goOnIf(octet == 0);
            }
            case CRC -> goOnIf(at == 1);
            case END -> throw new IllegalStateException("the header is complete");
        }
        return part == Part.END;
    }

    private void takeFixed(int at, int octet) throws DataFormatException {
        if (at < MAGIC.length && octet != MAGIC[at]) {
            throw new DataFormatException("no gzip");
        }
        if (at == MAGIC.length) {
            flags = octet;
            if ((flags & RESERVED) != 0) {
                throw new DataFormatException("unknown gzip flags");
            }
        }
        goOnIf(at == FIXED_BYTES - 1);
    }

    private void goOnIf(boolean complete) {
        if (complete) {
            goOn(part);
        }
    }

    /** Moves to the next part that the header's flags announce. */
    private void goOn(Part done) {
        count = 0;
        part = after(done);
        while (part != Part.END && !announced(part)) {
            part = after(part);
        }
    }

    private static Part after(Part part) {
        return switch (part) {
            case FIXED -> Part.EXTRA_LENGTH;
            case EXTRA_LENGTH -> Part.EXTRA;
            case EXTRA -> Part.NAME;
            case NAME -> Part.COMMENT;
            case COMMENT -> Part.CRC;
            case CRC, END -> Part.END;
        };
    }

    private boolean announced(Part next) {
        int flag =
                switch (next) {
                    case FIXED, END -> 0;
                    case EXTRA_LENGTH, EXTRA -> EXTRA;
                    case NAME -> NAME;
                    case COMMENT -> COMMENT;
                    case CRC -> HEADER_CRC;
                };
        return (flags & flag) != 0;
    }
}
