package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.comparison.plan.TestingRounds.TWO_CORES;
import static regatta.comparison.plan.TestingRounds.arms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.TestingRounds;
import regatta.comparison.report.ArmFigure;
import regatta.comparison.report.ArmFigure.Shown;
import regatta.comparison.report.ArmFigure.Unit;
import regatta.comparison.report.Catalogue;
import regatta.comparison.report.ComparisonReport;

class CatalogueTest {
    private final ComparisonReport report =
            ComparisonReport.of(
                    Instant.parse("2026-01-02T03:04:05Z"),
                    TWO_CORES,
                    List.of(
                            TestingRounds.computing(
                                    arms("batch", "processes"),
                                    5,
                                    (arm, block) -> 3 + 0.01 * block - arm.slots())));

    @Test
    void showsAFigureThatIsAddedOnceInEveryForm() throws Exception {
        Catalogue more =
                Catalogue.OF_ARMS.and(
                        new ArmFigure(
                                "joules_per_task",
                                false,
                                "arms/energy/joulesPerTask",
                                Unit.NUMBER,
                                Shown.FIRST,
                                "joules",
                                "what a task costs in power",
                                arm -> 0.125 + arm.index()));

        assertThat(
                        Stream.of(
                                report.text(more, false),
                                report.markdown(more),
                                ReportPage.write(report, more)))
                .allSatisfy(form -> assertThat(form).contains("joules", "0.125", "1.125"));
        assertThat(report.csv(more)).contains(",joules_per_task", ",0.125,", ",1.125,");
        String json = ReportJson.write(report, more);
        assertThat(ReportJson.tree(json).at("/comparisons/0/analysis/arms/1/energy/joulesPerTask"))
                .isEqualTo(ReportJson.tree("1.125"));
        assertThat(Verification.of(json, more).differences()).isEmpty();
        assertThat(Verification.of(json.replace("1.125", "2.5"), more).differences())
                .singleElement()
                .asString()
                .startsWith(
                        "/comparisons/0/analysis/arms/1/energy/joulesPerTask: the report has 2.5, but ");
    }

    @Test
    void writesEveryComponentOfAnArmAsJson() throws Exception {
        JsonNode analysis = ReportJson.tree(ReportJson.write(report)).at("/comparisons/0/analysis");
        JsonNode records =
                new ObjectMapper().valueToTree(report.comparisons().getFirst().analysis());

        for (String list : List.of("arms", "times")) {
            assertThat(names(analysis.path(list).path(1)))
                    .containsExactlyInAnyOrderElementsOf(names(records.path(list).path(1)));
        }
    }

    @Test
    void saysOfEveryFigureWhatItIs() {
        assertThat(Catalogue.OF_ARMS.figures())
                .allSatisfy(figure ->
                        assertThat(figure.explanation()).isNotBlank().doesNotEndWith("."));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getValue().isObject()) {
                names(field.getValue()).forEach(name -> names.add(field.getKey() + "/" + name));
            } else {
                names.add(field.getKey());
            }
        }
        return names;
    }
}
