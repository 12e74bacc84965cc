package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SignedRanksTest {

    /**
     * Seven numbers: any table gives 2 as the largest rank sum with a tail of at most 2.5 %, so the
     * third of the 28 means of pairs from either end. From below: 1, 1.5, 2 (twice); from above: 7,
     * 6.5, 6.
     */
    @Test
    void cutsWhereAnyTableDoes() {
        SignedRanks ranks = new SignedRanks(new double[] {3, 1, 2, 7, 6, 5, 4});
        assertThat(ranks.interval(0.95)).isEqualTo(new Interval(2, 6));
        assertThat(ranks.centre()).isCloseTo(4, within(1e-12));
    }

    /** Seeded, with Cauchy's tails, against which a mean is helpless; ten numbers: 95.1 %. */
    @Test
    void holdsTheTruthWhateverTheTails() {
        Random random = new Random(4);
        int covered = 0;
        for (int i = 0; i < 4000; i++) {
            double[] values = new double[10];
            for (int j = 0; j < values.length; j++) {
                values[j] = Math.tan(Math.PI * (random.nextDouble() - 0.5));
            }
            covered += new SignedRanks(values).interval(0.95).contains(0) ? 1 : 0;
        }
        assertThat(covered / 4000.0).isBetween(0.937, 0.965);
    }
}
