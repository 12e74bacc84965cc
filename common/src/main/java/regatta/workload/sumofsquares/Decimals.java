package regatta.workload.sumofsquares;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * A list of sums that makes each decimal string on demand. A million stored strings would take five
 * times as much memory as the sums.
 */
final class Decimals extends AbstractList<String> implements RandomAccess {
    private final long[] high;
    private final long[] low;

    Decimals(long[] high, long[] low) {
        this.high = high;
        this.low = low;
    }

    @Override
    public String get(int index) {
        return PartialSum.decimal(high[index], low[index]);
    }

    @Override
    public int size() {
        return low.length;
    }
}
