package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "5s, PT5S",
        "1m30s, PT1M30S",
        "2h, PT2H",
        "1d12h, PT36H",
        "250ms, PT0.25S",
        "1.5s, PT1.5S",
        "1m 30s, PT1M30S",
        "PT5M, PT5M",
        "pt5m, PT5M",
        "0s, PT0S"
    })
    void readsDurationsAsPeopleWriteThem(String text, Duration duration) {
        assertThat(Quantities.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 apples", "s", "-5s x", "1s5m", "99999999999999999999d"})
    void saysHowToWriteADuration(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantities.duration(text))
                .withMessageContaining("write 5s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100000000|100000000",
                "1e8|100000000",
                "1.5e3|1500",
                "100_000_000|100000000",
                "100,000,000|100000000",
                "-3|-3",
                "2E0|2"
            })
    void readsNumbersAsPeopleWriteThem(String text, long number) {
        assertThat(Quantities.number(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.5", "1e-3", "abc", "1_0", "1,00", "1e99", "0x10", "9e18e1"})
    void saysHowToWriteANumber(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantities.number(text))
                .withMessageContaining("1e8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3e9", "-2147483649"})
    void refusesWhatASmallNumberCannotHold(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Quantities.smallNumber(text));
    }
}
