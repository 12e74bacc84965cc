package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionsTest {
    private static final List<String> NAMES =
            List.of("job", "jobs", "watch", "workers", "workloads", "cancel", "comparisons");

    @ParameterizedTest
    @CsvSource({
        "jbos, jobs",
        "jbo, job",
        "wacth, watch",
        "canel, cancel",
        "worker, workers",
        "comparison, comparisons",
        "workload, workloads"
    })
    void findsWhatWasProbablyMeant(String typed, String meant) {
        assertThat(Suggestions.nearest(typed, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "frobnicate", "zzzzz"})
    void suggestsNothingThatIsNotSimilar(String typed) {
        assertThat(Suggestions.nearest(typed, NAMES)).isEmpty();
    }
}
