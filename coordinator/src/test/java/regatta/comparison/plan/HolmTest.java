package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HolmTest {

    /** 0.005 ≤ 0.05/4 and 0.01 ≤ 0.05/3 are rejected. 0.03 > 0.05/2 stops, so 0.04 stands, too. */
    @Test
    void stopsAtTheFirstThatIsNotRejected() {
        assertThat(Holm.rejected(new double[] {0.01, 0.04, 0.03, 0.005}, 0.05))
                .containsExactly(true, false, false, true);
    }

    /** Six hypotheses are true. At most 5 % of 5,000 families may reject any of them. */
    @Test
    void keepsTheErrorOfAllTestsTogether() {
        Random random = new Random(11);
        int alarms = 0;
        for (int i = 0; i < 5000; i++) {
            boolean any = false;
            for (boolean one : Holm.rejected(random.doubles(6).toArray(), 0.05)) {
                any |= one;
            }
            alarms += any ? 1 : 0;
        }
        assertThat(alarms / 5000.0).isBetween(0.035, 0.062);
    }

    /** Four tests: 0.015 lies between 0.05 / 4, which Bonferroni asks of each, and 0.05 / 3. */
    @Test
    void asksLessOfTheNextOnceTheSmallestIsRejected() {
        assertThat(Holm.rejected(new double[] {0.015, 0.001, 0.9, 0.8}, 0.05))
                .containsExactly(true, true, false, false);
        assertThat(Holm.rejected(new double[] {0.0167, 0.001, 0.9, 0.8}, 0.05))
                .containsExactly(false, true, false, false);
        assertThat(Holm.rejected(new double[] {0.0126, 0.9, 0.9, 0.8}, 0.05))
                .containsExactly(false, false, false, false);
    }
}
