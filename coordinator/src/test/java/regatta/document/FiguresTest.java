package regatta.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import regatta.document.Figures.Scale;
import regatta.document.Figures.Unit;

class FiguresTest {

    @Test
    void writesTimesInTheUnitThatFits() {
        assertThat(Figures.time(123.4)).isEqualTo("123 s");
        assertThat(Figures.time(12.34)).isEqualTo("12.3 s");
        assertThat(Figures.time(0.6)).isEqualTo("0.600 s");
        assertThat(Figures.time(0.0123)).isEqualTo("12.3 ms");
        assertThat(Figures.time(0.000_004_56)).isEqualTo("4.56 µs");
        assertThat(Figures.time(0)).isEqualTo("0 s");
        assertThat(Figures.time(-1)).isEqualTo("–");
    }

    @Test
    void givesAColumnTheUnitAndDecimalsOfItsSmallestTime() {
        Scale scale = Scale.of(6.1, 0.612, -1);
        assertThat(scale).isEqualTo(new Scale(Unit.S, 3));
        assertThat(scale.number(6.1)).isEqualTo("6.100");
        assertThat(scale.number(-1)).isEqualTo("–");
        assertThat(Scale.of(0.5, 0.0501).number(0.5)).isEqualTo("500.0");
    }

    @Test
    void writesRatiosAndShares() {
        assertThat(Figures.ratio(1.0)).isEqualTo("1.00");
        assertThat(Figures.ratio(0.4567)).isEqualTo("0.46");
        assertThat(Figures.ratio(16.54)).isEqualTo("16.5");
        assertThat(Figures.ratios(9.51, 30.04)).isEqualTo("9.5–30.0");
        assertThat(Figures.percent(0.974)).isEqualTo("97 %");
        assertThat(Figures.percent(-1)).isEqualTo("–");
    }
}
