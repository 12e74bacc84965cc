package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EqualArmsTest {

    /** With two arms F is t², so that both p-values are one. */
    @Test
    void isThePairedTestOfTwoArms() {
        double[][] seconds = {{1.9, 1.0}, {2.0, 1.0}, {2.1, 1.0}};
        double paired = LogMean.of(new double[] {1.9, 2.0, 2.1}).pValue();
        assertThat(EqualArms.pValue(seconds)).isCloseTo(paired, within(1e-12));
    }

    @Test
    void claimsNothingFromOneBlock() {
        assertThat(EqualArms.pValue(new double[][] {{1, 2, 3}})).isEqualTo(1);
        assertThat(EqualArms.pValue(new double[0][])).isEqualTo(1);
    }

    /**
     * By hand: arms' means are 1.5, 0.5 and 4, blocks' 1 and 3. Between arms 13 / 2, the rest 3 /
     * 2, F = 13 / 3; two blocks leave (1, 1) of the (2, 2) degrees, for which p = 1 − 2 / π atan
     * √F.
     */
    @Test
    void isTheTestOfArmsInBlocks() {
        double[][] logs = {{1, 0, 2}, {2, 1, 6}};
        double[][] seconds = new double[2][];
        for (int block = 0; block < 2; block++) {
            seconds[block] = Arrays.stream(logs[block]).map(Math::exp).toArray();
        }
        assertThat(EqualArms.pValue(seconds))
                .isCloseTo(1 - 2 / Math.PI * Math.atan(Math.sqrt(13.0 / 3)), within(1e-9));
    }

    /** Seeded: four arms, equal or one of them five times as noisy; at most 5 % + 1.4. */
    @Test
    void errsNoOftenerThanItPromises() {
        for (double noisy : new double[] {1, 5}) {
            Random random = new Random(3);
            int alarms = 0;
            for (int i = 0; i < 4000; i++) {
                double[][] seconds = new double[5][4];
                for (int block = 0; block < 5; block++) {
                    for (int arm = 0; arm < 4; arm++) {
                        double spread = arm == 0 ? 0.1 * noisy : 0.1;
                        seconds[block][arm] = Math.exp(block + spread * random.nextGaussian());
                    }
                }
                alarms += EqualArms.pValue(seconds) < 0.05 ? 1 : 0;
            }
            assertThat(alarms / 4000.0).isBetween(0.01, 0.064);
        }
    }
}
