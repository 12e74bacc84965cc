package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import regatta.comparison.plan.TestingRounds;
import regatta.comparison.report.ComparisonReport;

class VerificationTest {
    private static final String REPORT =
            ReportJson.write(
                    ComparisonReport.of(
                            Instant.parse("2026-01-02T03:04:05Z"),
                            TestingRounds.TWO_CORES,
                            List.of(
                                    TestingRounds.computing(
                                            TestingRounds.arms("batch", "thread-pool"),
                                            5,
                                            (arm, block) -> 1 + 0.01 * block + arm.slots()))));

    @Test
    void agreesWithAReportThatWasNotTouched() throws Exception {
        Verification verified = Verification.of(REPORT);
        assertThat(verified.differences()).isEmpty();
        assertThat(verified.figures()).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({
        "medianSeconds,/comparisons/0/analysis/arms/0/medianSeconds",
        "efficiency,/comparisons/0/analysis/arms/0/efficiency",
    })
    void namesAFigureThatWasChanged(String field, String where) throws Exception {
        String changed =
                REPORT.replaceFirst(
                        "\"%s\" : [0-9.]+".formatted(field), "\"%s\" : 0.5".formatted(field));
        assertThat(Verification.of(changed).differences())
                .hasSize(1)
                .first()
                .asString()
                .startsWith(where + ": 0.5 is saved, ");
    }

    @Test
    void namesTheFiguresOfARoundThatWasChanged() throws Exception {
        String changed = REPORT.replaceAll("\"wallSeconds\" : 3.05", "\"wallSeconds\" : 9.9");
        assertThat(changed).isNotEqualTo(REPORT);
        assertThat(Verification.of(changed).differences())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("/analysis/"));
    }

    @Test
    void refusesWhatIsNoReport() {
        assertThatThrownBy(() -> Verification.of("{}")).hasMessageContaining("no comparisons");
        assertThatThrownBy(() -> Verification.of("{")).isInstanceOf(IOException.class);
    }
}
