package regatta.workload.sumofsquares;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import regatta.workload.CombineException;

/**
 * Adds up the outputs of a job's tasks, and checks that all repetitions of a part have the same
 * sum.
 *
 * <p>A part of a target is the same range in every repetition. So the class stores one sum of 16
 * bytes for each part, and compares the sums of further repetitions with the stored sum.
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
                    "%s: repetition %d gave %s, but another one gave %s"
                            .formatted(
                                    named(part),
                                    index / parts,
                                    sum.decimal(),
                                    PartialSum.decimal(high[part], low[part])));
        }
    }

    /**
     * Returns the sum of each target, in the targets' sequence.
     *
     * @throws CombineException if a part has no output in any repetition
     */
    List<String> sums() throws CombineException {
        int missing = known.nextClearBit(0);
        if (missing < parts) {
            throw new CombineException(named(missing) + ": no output");
        }
        int targets = spec.targets().size();
        // Target t's parts begin at index t or later, so the target's sum may overwrite index t.
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
