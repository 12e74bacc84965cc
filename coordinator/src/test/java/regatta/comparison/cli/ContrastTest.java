package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import regatta.cli.CommandException;
import regatta.comparison.plan.Arm.Variation;

/** What the words of contrasts stand for. */
class ContrastTest {
    private static Contrast of(String word, Variation... wanted) {
        return Contrast.of(word, List.of(wanted)).orElseThrow();
    }

    private static String rates(Contrast contrast) {
        return contrast.jobs().stream()
                .map(job -> job.at("/workload/rate").asText())
                .collect(Collectors.joining(" "));
    }

    @Test
    void locksContrastEveryDisciplineInThreeWaysToShare() {
        Contrast locks = of("locks");

        assertThat(locks.modes()).containsExactly("thread-pool", "async", "processes");
        Variation disciplines = locks.variations().getFirst();
        assertThat(disciplines.field()).isEqualTo("discipline");
        assertThat(disciplines.values())
                .hasSize(8)
                .startsWith("synchronized")
                .contains("none", "async-lock", "file-lock", "partitioned");
        ObjectNode workload = (ObjectNode) locks.jobs().getFirst().get("workload");
        assertThat(workload.get("kind").asText()).isEqualTo("shared-counter");
    }

    @Test
    void whatTheUserVariesReplacesItsOwnValues() {
        Contrast locks =
                of(
                        "locks",
                        new Variation("discipline", List.of("none", "adder")),
                        new Variation("apart", List.of("PT0S", "PT0.001S")));

        assertThat(locks.variations())
                .extracting(Variation::field)
                .containsExactly("discipline", "apart");
        assertThat(locks.variations().getFirst().values()).containsExactly("none", "adder");
    }

    @Test
    void handlersAreComparedAtOneRateAfterTheOther() {
        assertThat(rates(of("handlers"))).isEqualTo("200 600");
        Contrast named =
                of(
                        "handlers",
                        new Variation("rate", List.of("50", "100", "150")),
                        new Variation("wait", List.of("PT0.02S")));

        assertThat(rates(named)).isEqualTo("50 100 150");
        assertThat(named.variations())
                .extracting(Variation::field)
                .containsExactly("handler", "wait");
        assertThat(named.variations().getFirst().values()).startsWith("blocking-in-pool");
    }

    @Test
    void otherWordsAreNoContrastsAndRatesAreNumbers() {
        assertThat(Contrast.of("sum-of-squares", List.of())).isEmpty();
        assertThatThrownBy(() -> of("handlers", new Variation("rate", List.of("fast"))))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--vary rate: fast");
    }
}
