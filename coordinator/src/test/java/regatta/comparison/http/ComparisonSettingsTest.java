package regatta.comparison.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.comparison.plan.Bounds;

class ComparisonSettingsTest {
    private static final String DISTURBED = "regatta.comparison.disturbed.";
    private static final Config DEFAULTS = ConfigFactory.load();

    @Test
    void hasTheUsualBoundsByDefault() {
        assertThat(ComparisonSettings.of(DEFAULTS).bounds()).isEqualTo(Bounds.USUAL);
    }

    @Test
    void readsEveryBound() {
        Config own =
                ConfigFactory.parseString(
                        """
                        regatta.comparison.disturbed {
                          other-jobs = 1, stood-still = 1.5 s, throttled = 0.25, cores-taken = 1e-9
                        }
                        """);
        assertThat(ComparisonSettings.of(own).bounds()).isEqualTo(new Bounds(1, 1.5, 0.25, 1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other-jobs", "throttled", "cores-taken"})
    void refusesWhatIsNoPart(String name) {
        for (String wrong : new String[] {"0", "-0.1", "1.001"}) {
            assertThatThrownBy(() -> with(name, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            DISTURBED
                                    + name
                                    + " must be a part, above 0 and at most 1, not "
                                    + Double.parseDouble(wrong));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s", "-1 s"})
    void refusesToTakeEveryRoundForOneThatStoodStill(String wrong) {
        assertThatThrownBy(() -> with("stood-still", wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(DISTURBED + "stood-still must be above 0");
    }

    private static ComparisonSettings with(String name, String value) {
        Config own = ConfigFactory.parseString(DISTURBED + name + " = " + value);
        return ComparisonSettings.of(own.withFallback(DEFAULTS));
    }
}
