package regatta.workload.sumofsquares;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import regatta.workload.CombineException;

/**
 * Adds up a job's outputs.
 *
 * <p>A part of a target is the same range in every repetition. So one sum a part is kept, and every
 * further repetition is held against it: 16 bytes a part, however often the list is repeated.
 */
final class Repetitions {
    private final SumOfSquares.Spec spec;
    private final int parts;
    private final long[] high;
    private final long[] low;
    private final BitSet known;

    Repetitions(SumOfSquares.Spec spec) {
        this.spec = spec;
        parts = spec.parts();
        high = new long[parts];
        low = new long[parts];
        known = new BitSet(parts);
    }

    void add(int index, PartialSum sum) throws CombineException {
        int part = index % parts;
        if (!known.get(part)) {
            known.set(part);
            high[part] = sum.high();
            low[part] = sum.low();
        } else if (high[part] != sum.high() || low[part] != sum.low()) {
            throw new CombineException(
                    "%s: repetition %d gave %s, another one %s"
                            .formatted(
                                    named(part),
                                    index / parts,
                                    sum.decimal(),
                                    PartialSum.decimal(high[part], low[part])));
        }
    }

    /**
     * The sum of each target, in order.
     *
     * @throws CombineException when no repetition gave some part
     */
    List<String> sums() throws CombineException {
        int missing = known.nextClearBit(0);
        if (missing < parts) {
            throw new CombineException(named(missing) + ": no output");
        }
        int targets = spec.targets().size();
        // Target t's parts begin at t or beyond, so that its sum can take place t.
        for (int target = 0; target < targets; target++) {
            PartialSum sum = sumOf(target);
            high[target] = sum.high();
            low[target] = sum.low();
        }
        return new Decimals(Arrays.copyOf(high, targets), Arrays.copyOf(low, targets));
    }

    private PartialSum sumOf(int target) {
        int first = target * spec.tasksPerTarget();
        PartialSum sum = PartialSum.ZERO;
        for (int part = first; part < first + spec.tasksPerTarget(); part++) {
            sum = sum.plus(new PartialSum(high[part], low[part]));
        }
        return sum;
    }

    private String named(int part) {
        int target = part / spec.tasksPerTarget();
        return "target %d (%d), part %d"
                .formatted(target, spec.target(target), part % spec.tasksPerTarget());
    }
}
