package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.OutputMark;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.TestingRounds;
import regatta.comparison.report.ComparisonReport;

class VerificationTest {
    private static final String REPORT = ReportJson.write(report());

    private static ComparisonReport report() {
        Comparison measured =
                TestingRounds.computing(
                        TestingRounds.arms("batch", "thread-pool"),
                        5,
                        (arm, block) -> 1 + 0.01 * block + arm.slots());
        return ComparisonReport.of(
                Instant.parse("2026-01-02T03:04:05Z"),
                TestingRounds.TWO_CORES,
                List.of(TestingRounds.with(measured, VerificationTest::withEvidence)));
    }

    private static Round withEvidence(Round round) {
        return new Round(
                round.arm(),
                round.block(),
                round.warmUp(),
                round.job(),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                1.25,
                round.conditions(),
                round.report(),
                List.of("10: 285"),
                null,
                Map.of(),
                new OutputMark("abc", "285"),
                TestingRoundJobs.SAMPLE);
    }

    @Test
    void agreesWithAnUnchangedReport() throws Exception {
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
                .startsWith(where + ": the report has 0.5, but its rounds give ");
    }

    @Test
    void namesTheFiguresOfAChangedRound() throws Exception {
        String changed = REPORT.replaceAll("\"wallSeconds\" : 3.05", "\"wallSeconds\" : 9.9");
        assertThat(changed).isNotEqualTo(REPORT);
        assertThat(Verification.of(changed).differences())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("/analysis/"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "03:04:05.678Z | 03:04:05.679Z",
                "\"startSeconds\" : 1.25 | \"startSeconds\" : 1.26",
                "10: 285 | 10: 286",
                "\"sha256\" : \"abc\" | \"sha256\" : \"abd\"",
                "[ 0, 0, 0, 5, 105, 60, 30, 10 ] | [ 0, 0, 0, 5, 106, 60, 30, 10 ]",
            })
    void namesTheRoundWhoseEvidenceWasChanged(String was, String is) throws Exception {
        String changed = REPORT.replaceFirst(Pattern.quote(was), is);
        assertThat(changed).isNotEqualTo(REPORT);
        assertThat(Verification.of(changed).differences())
                .anySatisfy(line -> assertThat(line).startsWith("/comparisons/0/seals/0: "));
    }

    @Test
    void agreesWithAnUnchangedPage() throws Exception {
        String page = ReportPage.write(ReportJson.read(REPORT));
        Verification verified = Verification.of(page);
        assertThat(verified.differences()).isEmpty();
        assertThat(verified.figures()).isGreaterThan(100);
    }

    @Test
    void namesTheLineThatAPageShowsOtherwise() throws Exception {
        String page = ReportPage.write(ReportJson.read(REPORT));
        String changed = page.replaceFirst("batch took|Use batch|batch</em>", "async");
        assertThat(changed).isNotEqualTo(page);
        assertThat(Verification.of(changed).differences())
                .singleElement()
                .asString()
                .contains("the page does not match its data. It was altered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | no report of a comparison by Regatta",
                "{ | it is cut off",
                "hello | it is damaged",
                "<html><body>hello</body></html> | not the report of a comparison by Regatta",
                "<!doctype html><html><body> | it is cut off",
                "{\"version\":4,\"comparisons\":[{}]} | it has no field comparison",
            })
    void saysWhatAFileIsThatIsNoReport(String file, String what) {
        assertThatThrownBy(() -> Verification.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }
}
