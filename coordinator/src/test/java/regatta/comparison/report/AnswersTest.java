package regatta.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.comparison.plan.TestingRounds.TWO_CORES;
import static regatta.comparison.plan.TestingRounds.arms;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.comparison.ReportJson;
import regatta.comparison.Verification;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Conditions;
import regatta.comparison.plan.Level;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.TestingRounds;
import regatta.comparison.plan.Verdict;

/** What the jobs of a comparison put out, and which arms are fit. */
class AnswersTest {
    private static final String SUM = "100,000,000: 333333328333333350000000 (20 times)";

    @Test
    void everyFormHasTheAnswerOfEveryArm() throws Exception {
        ComparisonReport report = report(Map.of("batch", SUM, "async", SUM), Map.of());
        String json = ReportJson.write(report);

        assertThat(Stream.of(report.text(), report.markdown(), report.html(""), report.csv(), json))
                .allSatisfy(form -> assertThat(form).contains(SUM));
        assertThat(report.text()).contains("\nAnswer: " + SUM + "\n");
        assertThat(Verification.of(json).differences()).isEmpty();
        int last = json.lastIndexOf(SUM);
        String changed = json.substring(0, last) + "2" + json.substring(last + 1);
        assertThat(Verification.of(changed).differences())
                .singleElement()
                .asString()
                .startsWith("/comparisons/0/analysis/answers/0/lines/0: ");
    }

    @Test
    void namesTheArmsWhereAnswersDiffer() {
        ComparisonReport report = report(Map.of("batch", "1 file", "async", "2 files"), Map.of());

        assertThat(report.text()).contains("Answer of batch: 1 file", "Answer of async: 2 files");
        assertThat(Cells.ofCsv(report.csv()).stream().limit(2).map(row -> row.get("answer")))
                .containsExactly("1 file", "2 files");
    }

    @Test
    void neverRecommendsAnArmThatIsUnfit() {
        assertThat(verdict(Map.of()).use()).isEqualTo("async");

        Verdict verdict = verdict(Map.of("async", "lost 3 of 9"));

        assertThat(verdict.use()).isEqualTo("batch");
        assertThat(verdict.fastest()).containsExactly("batch");
        assertThat(verdict.sentence()).endsWith("Not recommended: async: lost 3 of 9.");
    }

    @Test
    void recommendsNothingWhereNoArmIsFit() {
        Verdict verdict = verdict(Map.of("async", "lost 3", "batch", "lost 2"));

        assertThat(verdict.use()).isEmpty();
        assertThat(verdict.level()).isEqualTo(Level.NOT_FIT);
        assertThat(verdict.fastest()).isEmpty();
        assertThat(verdict.sentence())
                .isEqualTo("Use none of these. Not recommended: batch: lost 2; async: lost 3.");
    }

    @Test
    void judgesTheFitArmsAlthoughEveryRoundOfAnUnfitOneWasDisturbed() {
        Comparison measured =
                TestingRounds.computing(
                        arms("batch", "thread-pool", "async"),
                        5,
                        (arm, block) -> 3 + 0.01 * block - arm.slots());
        Verdict verdict =
                Analysis.of(TestingRounds.with(measured, AnswersTest::disturbAsync), TWO_CORES)
                        .verdict();

        assertThat(verdict.use()).isEqualTo("thread-pool");
        assertThat(verdict.level()).as(verdict.sentence()).isEqualTo(Level.CERTAIN);
        assertThat(verdict.sentence()).endsWith("Not recommended: async: lost 3 of 9.");
    }

    private static Round disturbAsync(Round round) {
        return round.arm().equals("async")
                ? new Round(
                        round.arm(),
                        round.block(),
                        round.warmUp(),
                        round.job(),
                        round.startedAt(),
                        round.startSeconds(),
                        new Conditions(0.5, 0, 0, 0, 1),
                        round.report(),
                        List.of(),
                        "lost 3 of 9",
                        Map.of(),
                        round.output(),
                        round.sample())
                : round;
    }

    private static Verdict verdict(Map<String, String> unfit) {
        return Analysis.of(comparison(Map.of(), unfit), TWO_CORES).verdict();
    }

    private static ComparisonReport report(Map<String, String> answers, Map<String, String> unfit) {
        return ComparisonReport.of(
                Instant.parse("2026-01-02T03:04:05Z"),
                TWO_CORES,
                List.of(comparison(answers, unfit)));
    }

    private static Comparison comparison(Map<String, String> answers, Map<String, String> unfit) {
        Comparison measured =
                TestingRounds.computing(
                        arms("batch", "async"), 5, (arm, block) -> 3 + 0.01 * block - arm.slots());
        return TestingRounds.with(
                measured,
                round ->
                        TestingRounds.said(
                                round, lines(answers.get(round.arm())), unfit.get(round.arm())));
    }

    private static List<String> lines(@Nullable String answer) {
        return answer == null ? List.of() : List.of(answer);
    }
}
