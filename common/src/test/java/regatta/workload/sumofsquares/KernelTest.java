package regatta.workload.sumofsquares;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares both kernels with BigInteger, which adds one term at a time. */
class KernelTest {
    private static final long MOST = SumOfSquares.LARGEST_TARGET;

    /** Values at which a product, a sum of products or a block exceeds a limit. */
    private static final List<Long> EDGES =
            List.of(
                    0L,
                    1L,
                    (long) Kernel.BLOCK,
                    3_024_616L,
                    3_024_617L,
                    1L << 22,
                    1L << 26,
                    94_906_265L,
                    1L << 27,
                    1L << 31,
                    3_037_000_499L,
                    3_037_000_500L,
                    1L << 32,
                    (1L << 32) + Kernel.BLOCK,
                    1L << 33,
                    1L << 43,
                    MOST - 1);

    static Stream<Kernel> kernels() {
        return Stream.of(new ScalarKernel(), new VectorKernel());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void addsRandomRangesOfEveryMagnitude(Kernel kernel) throws Exception {
        SplittableRandom random = new SplittableRandom(20_260_101);
        for (int bits = 1; bits <= 44; bits++) {
            for (int n = 0; n < 8; n++) {
                long from = Math.min(MOST, random.nextLong(1L << (bits - 1), 1L << bits));
                long to = Math.min(MOST, from + random.nextLong(1L << random.nextInt(1, 17)));
                assertExact(kernel, from, to);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void addsRangesThatBeginAtEndAtOrCrossAnEdge(Kernel kernel) throws Exception {
        for (long edge : EDGES) {
            for (long length : new long[] {1, 2, 31, 32, 33, 1_000}) {
                assertExact(kernel, edge, edge + length);
                assertExact(kernel, edge - length, edge);
                assertExact(kernel, edge - length, edge + length);
                assertExact(kernel, edge - length / 2, edge + length / 2 + 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void addsWholeBlocksOnBothSidesOfAnEdge(Kernel kernel) throws Exception {
        for (long edge : EDGES) {
            assertExact(kernel, edge - Kernel.BLOCK - 7, edge + Kernel.BLOCK + 7);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void fullBlocksFitTheirWordsAtEveryPowerOfTwo(Kernel kernel) throws Exception {
        for (int bits = 16; bits < 44; bits++) {
            long end = Math.min(MOST, 1L << bits);
            assertExact(kernel, end - Kernel.BLOCK, end);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void addsSmallTargetsFromZero(Kernel kernel) throws Exception {
        for (long to = 0; to < 300; to++) {
            assertExact(kernel, 0, to);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void agreesWithTheClosedFormBeyondTheRangeOfALong(Kernel kernel) throws Exception {
        for (long target : new long[] {3_024_616, 3_024_617, 3_024_618, 20_000_000}) {
            assertThat(sum(kernel, 0, target)).isEqualTo(SumOfSquares.closedForm(target));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void addsLongStretchesAcrossTheWordBoundaries(Kernel kernel) throws Exception {
        for (long middle : new long[] {1L << 27, 1L << 31, 3_037_000_500L, 1L << 32}) {
            assertClosedForm(kernel, middle - 3_000_000, middle + 3_000_000);
        }
        assertClosedForm(kernel, MOST - 6_000_000, MOST);
    }

    private static void assertClosedForm(Kernel kernel, long from, long to) throws Exception {
        assertThat(sum(kernel, from, to))
                .isEqualTo(SumOfSquares.closedForm(to).subtract(SumOfSquares.closedForm(from)));
    }

    private static void assertExact(Kernel kernel, long from, long to) throws Exception {
        long first = Math.clamp(from, 0, MOST);
        long end = Math.clamp(to, first, MOST);
        assertThat(sum(kernel, first, end))
                .as("%s, %d to %d", kernel.getClass().getSimpleName(), first, end)
                .isEqualTo(termByTerm(first, end));
    }

    private static BigInteger sum(Kernel kernel, long from, long to) throws Exception {
        SumOfSquares workload = new SumOfSquares(kernel, new SumLimits(MOST, 1));
        PartialSum sum = workload.run(new Range(from, to), TestingTask.undisturbed());
        return new BigInteger(sum.decimal());
    }

    private static BigInteger termByTerm(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(BigInteger::valueOf)
                .map(i -> i.multiply(i))
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
