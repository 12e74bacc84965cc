package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HolmTest {

    /** 0.005 ≤ 0.05/4, 0.01 ≤ 0.05/3, 0.03 > 0.05/2: the rest stands, 0.04 too. */
    @Test
    void stopsAtTheFirstThatIsNotRejected() {
        assertThat(Holm.rejected(new double[] {0.01, 0.04, 0.03, 0.005}, 0.05))
                .containsExactly(true, false, false, true);
    }

    /** Six true hypotheses: any of them is rejected in at most 5 % of 5,000 families. */
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
}
