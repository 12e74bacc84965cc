package regatta.workload.sumofsquares;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AccumulatorTest {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

    @Test
    void addsShiftedUnsignedWordsWithCarryLikeBigInteger() {
        SplittableRandom random = new SplittableRandom(3);
        Accumulator accumulator = new Accumulator();
        BigInteger expected = BigInteger.ZERO;
        for (int n = 0; n < 10_000; n++) {
            long word = PartialSumTest.word(random);
            int bits = n % Long.SIZE;
            accumulator.add(word, bits);
            BigInteger unsigned = new BigInteger(Long.toUnsignedString(word));
            expected = expected.add(unsigned.shiftLeft(bits)).mod(MODULUS);
            assertThat(new BigInteger(accumulator.sum().decimal())).isEqualTo(expected);
        }
    }
}
