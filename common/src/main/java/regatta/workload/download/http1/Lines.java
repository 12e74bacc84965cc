package regatta.workload.download.http1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gathers lines from bytes that arrive in pieces. Each byte becomes one character, and a budget
 * limits the number of bytes.
 */
final class Lines {
    private static final int INITIAL = 512;

    private final List<String> block = new ArrayList<>();
    private byte[] line = new byte[INITIAL];
    private int length;
    private int budget;

    Lines(int budget) {
        this.budget = budget;
    }

    /** Starts again, with a new budget for the bytes that follow. */
    void reset(int newBudget) {
        block.clear();
        length = 0;
        budget = newBudget;
    }

    /**
     * Reads lines up to an empty line, and returns the lines before the empty line. Returns empty
     * until the empty line has arrived.
     */
    Optional<List<String>> block(ByteBuffer in) throws HttpException {
        for (Optional<String> next = line(in); next.isPresent(); next = line(in)) {
            if (next.get().isEmpty()) {
                List<String> whole = List.copyOf(block);
                block.clear();
                return Optional.of(whole);
            }
            block.add(next.get());
        }
        return Optional.empty();
    }

    /**
     * Reads one line without its end: CR LF, or LF alone (RFC 9112, section 2.2). Returns empty
     * until the line's end has arrived.
     */
    Optional<String> line(ByteBuffer in) throws HttpException {
        while (in.hasRemaining()) {
            byte next = in.get();
            if (--budget < 0) {
                throw new HttpException(Fault.FRAMING, "the response's head or a line is too long");
            }
            if (next == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                length = 0;
                return Optional.of(new String(line, 0, end, StandardCharsets.ISO_8859_1));
            }
            append(next);
        }
        return Optional.empty();
    }

    private void append(byte next) throws HttpException {
        if (next == 0 || (length > 0 && line[length - 1] == '\r')) {
            throw new HttpException(
                    Fault.FRAMING, "the response has a control character in a line");
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = next;
    }
}
