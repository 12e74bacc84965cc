package regatta.coordinator.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import regatta.coordinator.schedule.Settlement;

/**
 * Encodes settlements that are kept together. An encoded settlement takes about twenty bytes plus
 * the task's output. As Java objects, a settlement takes about two hundred bytes.
 *
 * <p>All tasks of a block lie in one span of {@value #SPAN} indices. So a reader of a range of
 * tasks needs only the last index of each block to find the blocks that may overlap the range.
 */
final class SettlementBlock {
    /**
     * How many task indices a span has. Each span begins at a multiple of this number, and all
     * tasks of a block lie in one span.
     */
    static final int SPAN = 4_096;

    /**
     * The largest number of tasks of a block. Larger blocks would make reads of one task slow,
     * because such a read decodes the whole block.
     */
    static final int MAX_TASKS = 1_024;

    static final int MAX_BYTES = 256 * 1_024;

    private final int first;
    private final int last;
    private final int count;
    private final byte[] bytes;

    private SettlementBlock(int first, int last, int count, byte[] bytes) {
        this.first = first;
        this.last = last;
        this.count = count;
        this.bytes = bytes;
    }

    /** Encodes settlements into as many blocks as needed. */
    static List<SettlementBlock> of(List<Settlement> settlements) {
        List<SettlementBlock> blocks = new ArrayList<>();
        Map<Integer, Open> open = new LinkedHashMap<>();
        for (Settlement settlement : settlements) {
            Open block = open.computeIfAbsent(settlement.task() / SPAN, _ -> new Open());
            block.add(settlement);
            if (block.full()) {
                blocks.add(block.close());
                open.remove(settlement.task() / SPAN);
            }
        }
        open.values().forEach(block -> blocks.add(block.close()));
        return blocks;
    }

    /** Calls {@code each} with every settlement in the bytes of a block. */
    static void read(byte[] bytes, Consumer<Settlement> each) {
        SettlementReader reader = new SettlementReader(bytes);
        while (reader.hasNext()) {
            each.accept(reader.next());
        }
    }

    /** Returns the greatest last index that a block with tasks below {@code until} may have. */
    static long lastBelow(long until) {
        return (until - 1) / SPAN * SPAN + SPAN - 1;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    int count() {
        return count;
    }

    /** Returns the block's own array of encoded settlements, not a copy of the array. */
    byte[] bytes() {
        return bytes;
    }

    List<Settlement> settlements() {
        List<Settlement> found = new ArrayList<>(count);
        read(bytes, found::add);
        return found;
    }

    private static final class Open {
        private final SettlementWriter writer = new SettlementWriter();
        private int first = Integer.MAX_VALUE;
        private int last = -1;
        private int count;

        void add(Settlement settlement) {
            first = Math.min(first, settlement.task());
            last = Math.max(last, settlement.task());
            count++;
            writer.write(settlement);
        }

        boolean full() {
            return count == MAX_TASKS || writer.size() >= MAX_BYTES;
        }

        SettlementBlock close() {
            return new SettlementBlock(first, last, count, writer.bytes());
        }
    }
}
