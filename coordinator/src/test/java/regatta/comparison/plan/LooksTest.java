package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LooksTest {

    @Test
    void dividesTheErrorAmongTheLooks() {
        assertThat(Looks.level(looking(3))).isCloseTo(0.05, within(1e-12));
        assertThat(Looks.level(looking(3, 5, 8))).isCloseTo(0.05 / 3, within(1e-12));
    }

    private static Plan looking(Integer... looks) {
        return Plan.of(TestingRounds.arms("batch", "async"), 1, List.of(looks), 600, 7);
    }
}
