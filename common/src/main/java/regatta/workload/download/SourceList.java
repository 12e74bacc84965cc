package regatta.workload.download;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A list of sources that takes little more memory than the text of the sources. A million URLs as
 * objects would take three times as much memory. The reader of a job fills the list once. After
 * {@link #filled} the list never changes and is safe from any thread.
 *
 * <p>Entries lie one behind the other in pages, so that the list grows without copying entries.
 * Each entry begins with its length, a number with seven bits in each byte. The list stores the
 * place of every {@value #STRIDE}th entry. The list stores a source that has only a URL as ASCII
 * text. {@link SourceText} encodes every other source.
 */
final class SourceList extends AbstractList<@Nullable Source> implements RandomAccess {
    private static final int STRIDE = 16;

    /** The bytes of a page. A longer entry has a page of its own. */
    private static final int PAGE = 1 << Short.SIZE;

    private static final int LONGEST_HEAD = 10;

    private final List<byte[]> pages = new ArrayList<>();

    /**
     * The place of every {@value #STRIDE}th entry: the lowest 16 bits are the offset in a page, the
     * other bits are the page's number.
     */
    private int[] places = new int[16];

    private int used = PAGE;
    private int size;
    private boolean filled;
    private volatile @Nullable Answer last;

    SourceList() {}

    /** Returns a packed list of the same sources. */
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

    /** Closes the list to new entries, and cuts off unused memory. */
    private SourceList filled() {
        if (!filled) {
            filled = true;
            endPage();
            places = Arrays.copyOf(places, Math.ceilDiv(size, STRIDE));
        }
        return this;
    }

    @Override
    public boolean add(@Nullable Source source) {
        if (filled) {
            throw new UnsupportedOperationException("it is filled");
        }
        boolean plain = source != null && isPlain(source);
        byte[] entry =
                source == null
                        ? new byte[0]
                        : plain
                                ? source.url().getBytes(StandardCharsets.US_ASCII)
                                : SourceText.write(source);
        byte[] page = pageFor(entry.length);
        if (size % STRIDE == 0) {
            if (size / STRIDE == places.length) {
                places = Arrays.copyOf(places, 2 * places.length);
            }
            places[size / STRIDE] = (pages.size() - 1) * PAGE + used;
        }
        length(page, 2L * entry.length + (plain ? 0 : 1));
        System.arraycopy(entry, 0, page, used, entry.length);
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

    /** Returns the last page if that page has room for an entry, or else a new page. */
    private byte[] pageFor(int length) {
        int needed = Math.addExact(length, LONGEST_HEAD);
        if (used >= PAGE || pages.getLast().length - used < needed) {
            endPage();
            pages.add(new byte[Math.max(PAGE, needed)]);
            used = 0;
        }
        return pages.getLast();
    }

    private void endPage() {
        if (!pages.isEmpty()) {
            pages.set(pages.size() - 1, Arrays.copyOf(pages.getLast(), used));
        }
    }

    private void length(byte[] page, long value) {
        long rest = value;
        while (rest > 0x7f) {
            page[used++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        page[used++] = (byte) rest;
    }

    @Override
    public @Nullable Source get(int index) {
        if (!filled || index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        int place = places[index / STRIDE];
        int number = place / PAGE;
        byte[] page = pages.get(number);
        long head = head(page, place % PAGE);
        for (int before = index % STRIDE; before > 0; before--) {
            int next = from(head) + length(head);
            if (next == page.length) {
                page = pages.get(++number);
                next = 0;
            }
            head = head(page, next);
        }
        if (isPlain(head)) {
            return Source.of(new String(page, from(head), length(head), StandardCharsets.US_ASCII));
        }
        return length(head) == 0 ? null : SourceText.read(page, from(head), length(head));
    }

    /**
     * Reads the length before an entry. Returns where the entry's bytes begin in the upper 32 bits.
     * The lower 32 bits hold twice the entry's length, plus one if the entry is not a plain URL.
     */
    private static long head(byte[] page, int place) {
        int value = 0;
        int at = place;
        int shift = 0;
        while (page[at] < 0) {
            value |= (page[at++] & 0x7f) << shift;
            shift += 7;
        }
        value |= page[at++] << shift;
        return (long) at << Integer.SIZE | value;
    }

    private static int from(long head) {
        return (int) (head >>> Integer.SIZE);
    }

    private static int length(long head) {
        return (int) head / 2;
    }

    private static boolean isPlain(long head) {
        return head % 2 == 0;
    }

    @Override
    public int size() {
        return size;
    }

    /**
     * Returns how many downloads of the list can run at a time. Remembers the last answer, because
     * the next task asks the same question.
     */
    int remembered(AtOnce.Question question, ToIntFunction<AtOnce.Question> answer) {
        Answer known = last;
        if (known == null || !known.question.equals(question)) {
            known = new Answer(question, answer.applyAsInt(question));
            last = known;
        }
        return known.answer;
    }

    private record Answer(AtOnce.Question question, int answer) {}
}
