package regatta.workload.sumofsquares;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LSHR;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adds squares in vector registers, several numbers at a time. The class loads only if module
 * {@code jdk.incubator.vector} is present.
 *
 * <p>C2, the JVM's optimizing compiler, multiplies 64-bit lanes with the single instruction {@code
 * vpmuludq} only if C2 sees that both factors fit 32 bits. C2 sees this if a mask or a shift made
 * each factor. As a mask or a shift is needed anyway, each lane holds two numbers to be squared:
 * the mask takes the number in the lower half, the shift the number in the upper half. So one
 * addition moves both numbers on to the next turn of the loop. A loop body longer than the ones
 * here exceeds C2's inlining limits and runs ten times slower.
 */
final class VectorKernel implements Kernel {
    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /** How many terms one turn of a loop adds. */
    private static final int TURN = 4 * LANES;

    /** A factor that puts one number into both halves of a lane. */
    private static final long BOTH = (1L << 32) + 1;

    private static final long LOWER = (1L << 32) - 1;

    /** Lane k holds k in its lower half and k + LANES in its upper half. */
    private static final LongVector FIRST =
            LongVector.zero(SPECIES).addIndex(1).mul(BOTH).add((long) LANES << 32);

    /**
     * If all numbers are below this limit, the sum of the squares that one lane adds in a block
     * fits 64 bits.
     */
    private static final long WHOLE_LIMIT = (long) Math.sqrt(0x1p64 * TURN / BLOCK);

    private final Kernel rest = new ScalarKernel();

    static int lanes() {
        return LANES;
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public void block(long from, long to, Accumulator sum) {
        int turns = (int) (to - from) / TURN;
        long end = from + (long) turns * TURN;
        if (to <= WHOLE_LIMIT) {
            whole(from, turns, sum);
        } else {
            split(from, turns, sum);
        }
        if (end < to) {
            rest.block(end, to, sum);
        }
    }

    private static void whole(long from, int turns, Accumulator sum) {
        LongVector i = FIRST.add(from * BOTH);
        LongVector j = i.add(2L * LANES * BOTH);
        LongVector sum0 = LongVector.zero(SPECIES);
        LongVector sum1 = sum0;
        LongVector sum2 = sum0;
        LongVector sum3 = sum0;
        for (int turn = 0; turn < turns; turn++) {
            LongVector i0 = i.and(LOWER);
            LongVector i1 = i.lanewise(LSHR, 32);
            LongVector i2 = j.and(LOWER);
            LongVector i3 = j.lanewise(LSHR, 32);
            sum0 = sum0.add(i0.mul(i0));
            sum1 = sum1.add(i1.mul(i1));
            sum2 = sum2.add(i2.mul(i2));
            sum3 = sum3.add(i3.mul(i3));
            i = i.add(TURN * BOTH);
            j = j.add(TURN * BOTH);
        }
        addWords(sum0, sum1, sum2, sum3, sum);
    }

    /**
     * Adds up the lanes of four vectors, where each lane holds an unsigned word. Adds the lower and
     * the upper halves of the words separately, so nothing overflows.
     */
    private static void addWords(
            LongVector a, LongVector b, LongVector c, LongVector d, Accumulator sum) {
        LongVector lower = a.and(LOWER).add(b.and(LOWER)).add(c.and(LOWER)).add(d.and(LOWER));
        LongVector upper =
                a.lanewise(LSHR, 32)
                        .add(b.lanewise(LSHR, 32))
                        .add(c.lanewise(LSHR, 32))
                        .add(d.lanewise(LSHR, 32));
        sum.add(upper.reduceLanes(ADD), 32);
        sum.add(lower.reduceLanes(ADD), 0);
    }

    private static void split(long from, int turns, Accumulator sum) {
        LongVector h = LongVector.broadcast(SPECIES, from >>> LOW_BITS).and(LOWER);
        LongVector highSquare = h.mul(h);
        LongVector i = FIRST.add((from & LOW_MASK) * BOTH);
        LongVector lowSquares0 = LongVector.zero(SPECIES);
        LongVector lowSquares1 = lowSquares0;
        LongVector crossProducts0 = lowSquares0;
        LongVector crossProducts1 = lowSquares0;
        LongVector highSquares = lowSquares0;
        for (int half = 0; half < 2 * turns; half++) {
            LongVector l0 = i.and(LOWER);
            LongVector l1 = i.lanewise(LSHR, 32);
            lowSquares0 = lowSquares0.add(l0.mul(l0));
            lowSquares1 = lowSquares1.add(l1.mul(l1));
            crossProducts0 = crossProducts0.add(l0.mul(h));
            crossProducts1 = crossProducts1.add(l1.mul(h));
            highSquares = highSquares.add(highSquare).add(highSquare);
            i = i.add(2L * LANES * BOTH);
        }
        Kernel.split(
                lowSquares0.add(lowSquares1).reduceLanes(ADD),
                crossProducts0.add(crossProducts1).reduceLanes(ADD),
                highSquares.reduceLanes(ADD),
                sum);
    }
}
