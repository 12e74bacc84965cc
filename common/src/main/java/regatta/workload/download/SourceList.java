package regatta.workload.download;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Sources in little more memory than their text: a million URLs as objects would take three times
 * as much. It is filled once, by whoever reads a job, and never changed after {@link #filled}; then
 * it is safe from any thread.
 *
 * <p>Entries lie one behind the other, each after its length as a number of seven bits a byte; only
 * the place of every {@value #STRIDE}th is known. A URL alone is its ASCII; what holds more, or
 * other characters, is as {@link SourceText} writes it.
 */
final class SourceList extends AbstractList<@Nullable Source> implements RandomAccess {
    private static final int STRIDE = 16;

    private byte[] bytes = new byte[256];
    private int[] places = new int[16];
    private int used;
    private int size;
    private boolean filled;

    SourceList() {}

    /** The same sources, packed. */
    static SourceList of(Collection<? extends @Nullable Source> sources) {
        if (sources instanceof SourceList packed) {
            return packed.filled();
        }
        SourceList packed = new SourceList();
        for (Source source : sources) {
            boolean _ = packed.add(source);
        }
        return packed.filled();
    }

    /** Ends filling it. */
    private SourceList filled() {
        if (!filled) {
            filled = true;
            bytes = Arrays.copyOf(bytes, used);
            places = Arrays.copyOf(places, Math.ceilDiv(size, STRIDE));
        }
        return this;
    }

    @Override
    public boolean add(@Nullable Source source) {
        if (filled) {
            throw new UnsupportedOperationException("it is filled");
        }
        if (size % STRIDE == 0) {
            if (size / STRIDE == places.length) {
                places = Arrays.copyOf(places, 2 * places.length);
            }
            places[size / STRIDE] = used;
        }
        boolean plain = source != null && isPlain(source);
        byte[] entry =
                source == null
                        ? new byte[0]
                        : plain
                                ? source.url().getBytes(StandardCharsets.US_ASCII)
                                : SourceText.write(source);
        length(2L * entry.length + (plain ? 0 : 1));
        room(entry.length);
        System.arraycopy(entry, 0, bytes, used, entry.length);
        used += entry.length;
        size++;
        return true;
    }

    private static boolean isPlain(Source source) {
        return source.sha256() == null
                && source.file() == null
                && source.basic() == null
                && source.bearer() == null
                && source.headers().isEmpty()
                && source.url().chars().allMatch(c -> c < 0x80);
    }

    private void length(long value) {
        room(10);
        long rest = value;
        while (rest > 0x7f) {
            bytes[used++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[used++] = (byte) rest;
    }

    private void room(int more) {
        if (bytes.length - used < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(used, more) + used / 2);
        }
    }

    @Override
    public @Nullable Source get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        int at = places[index / STRIDE];
        for (int before = index % STRIDE; before > 0; before--) {
            long head = head(at);
            at = (int) (head >>> Integer.SIZE) + (int) head / 2;
        }
        long head = head(at);
        int from = (int) (head >>> Integer.SIZE);
        int length = (int) head / 2;
        if (head % 2 == 0) {
            return Source.of(new String(bytes, from, length, StandardCharsets.US_ASCII));
        }
        return length == 0 ? null : SourceText.read(bytes, from, length);
    }

    /**
     * Twice an entry's length, and one if it is no plain URL; above these bits, where it begins.
     */
    private long head(int place) {
        int value = 0;
        int at = place;
        int shift = 0;
        while (bytes[at] < 0) {
            value |= (bytes[at++] & 0x7f) << shift;
            shift += 7;
        }
        value |= bytes[at++] << shift;
        return (long) at << Integer.SIZE | value;
    }

    @Override
    public int size() {
        return size;
    }
}
