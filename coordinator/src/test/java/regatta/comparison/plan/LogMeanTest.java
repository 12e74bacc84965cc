package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogMeanTest {

    /**
     * ln 1.9, ln 2, ln 2.1: mean 0.6923128, deviation 0.0500469, t(0.975; 2) = 4.302653 (any
     * table), half width 4.302653 × 0.0500469 / √3 = 0.124324.
     */
    @Test
    void givesTheIntervalThatAPersonComputesByHand() {
        LogMean mean = LogMean.of(new double[] {1.9, 2.0, 2.1});
        assertThat(mean.estimate()).isCloseTo(Math.cbrt(1.9 * 2.0 * 2.1), within(1e-12));
        Interval interval = mean.interval(0.95).orElseThrow();
        assertThat(interval.low()).isCloseTo(Math.exp(0.6923128 - 0.124324), within(1e-5));
        assertThat(interval.high()).isCloseTo(Math.exp(0.6923128 + 0.124324), within(1e-5));
    }

    /** t = 0.6923128 / (0.0500469 / √3) = 23.959923; with 2 degrees p = 1 − t / √(2 + t²). */
    @Test
    void givesThePValueOfTheClosedFormForTwoDegrees() {
        double t = 23.959923;
        assertThat(LogMean.of(new double[] {1.9, 2.0, 2.1}).pValue())
                .isCloseTo(1 - t / Math.sqrt(2 + t * t), within(1e-7));
    }

    @Test
    void claimsNothingFromTwoNumbersAndNothingFromEqualOnes() {
        LogMean two = LogMean.of(new double[] {1.9, 2.1});
        assertThat(two.interval(0.95)).isEmpty();
        assertThat(two.pValue()).isEqualTo(1);
        LogMean ones = LogMean.of(new double[] {1, 1, 1});
        assertThat(ones.pValue()).isEqualTo(1);
        assertThat(ones.interval(0.95)).contains(new Interval(1, 1));
        assertThat(ones.pValueOfMore()).isEqualTo(0.5);
    }

    /** Two degrees: t(0.975) = 4.3027, t(0.9) = 1.8856; ln² 1.1 = 0.0090840. */
    @Test
    void asksForMoreRoundsTheWiderTheSpread() {
        LogMean narrow = new LogMean(3, 0, 0.05);
        LogMean wide = new LogMean(3, 0, 0.2);
        assertThat(narrow.countToShow(1.1, 0.025, 0.9)).hasValue(11); // 38.295 × 0.05² / 0.0091
        assertThat(wide.countToShow(1.1, 0.025, 0.9)).hasValue(169);
        assertThat(wide.countToShow(1.03, 0.025, 0.9)).as("1,754 are too many").isEmpty();
        assertThat(new LogMean(2, 0, 0.1).countToShow(1.1, 0.025, 0.9)).isEmpty();
    }

    /** Seeded: of 4,000 samples of three log-normal ratios, 95 % ± 1.4 (four standard errors). */
    @Test
    void intervalsCoverTheTruthAsOftenAsTheyPromise() {
        Random random = new Random(20240601);
        int covered = 0;
        for (int i = 0; i < 4000; i++) {
            double[] arm = new double[3];
            double[] reference = new double[3];
            for (int block = 0; block < 3; block++) {
                double drift = 0.3 * block;
                reference[block] = Math.exp(drift + 0.1 * random.nextGaussian());
                arm[block] = Math.exp(drift + 0.1 * random.nextGaussian()) / 1.85;
            }
            if (LogMean.ofRatios(reference, arm).interval(0.95).orElseThrow().contains(1.85)) {
                covered++;
            }
        }
        assertThat(covered / 4000.0).isBetween(0.936, 0.964);
    }
}
