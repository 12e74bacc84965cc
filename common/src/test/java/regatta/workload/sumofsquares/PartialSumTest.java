package regatta.workload.sumofsquares;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartialSumTest {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

    @Test
    void addsWithCarryLikeBigInteger() {
        SplittableRandom random = new SplittableRandom(3);
        for (int n = 0; n < 10_000; n++) {
            PartialSum a = new PartialSum(word(random), word(random));
            PartialSum b = new PartialSum(word(random), word(random));
            assertThat(big(a.plus(b))).isEqualTo(big(a).add(big(b)).mod(MODULUS));
        }
    }

    /** Returns words near the ends of their range as often as other words. */
    static long word(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong(3);
            case 1 -> -1 - random.nextLong(3);
            case 2 -> Long.MIN_VALUE + random.nextLong(3) - 1;
            default -> random.nextLong();
        };
    }

    private static BigInteger big(PartialSum sum) {
        return new BigInteger(sum.decimal());
    }
}
