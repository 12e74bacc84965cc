package regatta.workload.sumofsquares;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.workload.Violation;

class SpecTest {
    private static final SumLimits LIMITS = new SumLimits(1_000, 100);
    private final SumOfSquares workload = new SumOfSquares(new ScalarKernel(), LIMITS);

    @Test
    void readsASpecAndItsDefaults() throws Exception {
        assertThat(read("{\"targets\": [3, 10000000000000]}"))
                .isEqualTo(new SumOfSquares.Spec(List.of(3L, 10_000_000_000_000L), 1, 1));
        assertThat(read("{\"targets\": [3], \"tasksPerTarget\": 4, \"repeat\": 5}"))
                .isEqualTo(new SumOfSquares.Spec(List.of(3L), 4, 5));
    }

    @Test
    void refusesUnknownFields() {
        assertThatThrownBy(() -> read("{\"targets\": [3], \"target\": 3}"))
                .hasMessageContaining("target");
    }

    @Test
    void writesASpecAsItReadsIt() throws Exception {
        SumOfSquares.Spec spec = new SumOfSquares.Spec(List.of(3L, 4L), 2, 7);
        assertThat(read(new ObjectMapper().writeValueAsString(spec))).isEqualTo(spec);
    }

    @Test
    void acceptsTheLimitsThemselves() throws Exception {
        assertThat(check("{\"targets\": [0, 1, 1000]}")).isEmpty();
        assertThat(check("{\"targets\": [1], \"tasksPerTarget\": 10, \"repeat\": 10}")).isEmpty();
    }

    @Test
    void namesEachTargetThatIsOutOfRange() throws Exception {
        assertThat(check("{\"targets\": [1, -1, null, 1001, 5]}"))
                .extracting(Violation::pointer)
                .containsExactly("/targets/1", "/targets/2", "/targets/3");
        assertThat(check("{\"targets\": [1001]}").getFirst().detail())
                .isEqualTo("must be an integer from 0 to 1000 (regatta.sum-of-squares.max-target)");
    }

    @Test
    void requiresAtLeastOneTarget() throws Exception {
        for (String body : List.of("{}", "{\"targets\": null}", "{\"targets\": []}")) {
            assertThat(check(body))
                    .containsExactly(new Violation("/targets", "must list at least one target"));
        }
    }

    @Test
    void namesCountsThatAreOutOfRange() throws Exception {
        assertThat(check("{\"targets\": [1], \"tasksPerTarget\": 0, \"repeat\": -1}"))
                .containsExactly(
                        new Violation("/tasksPerTarget", countDetail()),
                        new Violation("/repeat", countDetail()));
        assertThat(check("{\"targets\": [1], \"tasksPerTarget\": 101, \"repeat\": 2147483647}"))
                .containsExactly(
                        new Violation("/tasksPerTarget", countDetail()),
                        new Violation("/repeat", countDetail()));
    }

    @Test
    void blamesTheFactorThatTakesTheTasksOverTheLimit() {
        assertThat(blamed(101, 1, 1)).containsExactly("/targets");
        assertThat(blamed(51, 2, 1)).containsExactly("/tasksPerTarget");
        assertThat(blamed(50, 2, 2)).containsExactly("/repeat");
        assertThat(blamed(100, 100, 100)).containsExactly("/tasksPerTarget");
    }

    @Test
    void countsProductsThatOverflowAnIntOrALong() {
        SumOfSquares wide = new SumOfSquares(new ScalarKernel(), new SumLimits(1, 100_000_000));
        assertThat(wide.check(new SumOfSquares.Spec(List.of(1L, 1L), 65_536, 32_768)))
                .extracting(Violation::pointer)
                .containsExactly("/repeat");
        List<Long> ones = Collections.nCopies(1 << 12, 1L);
        assertThat(wide.check(new SumOfSquares.Spec(ones, 1 << 26, 1 << 26)))
                .extracting(Violation::pointer)
                .containsExactly("/tasksPerTarget");
    }

    @Test
    void doesNotRepeatItselfForALongListOfBadTargets() {
        List<Long> bad = Collections.nCopies(1_000_000, -1L);
        assertThat(workload.check(new SumOfSquares.Spec(bad, 1, 1))).hasSize(20);
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> new SumLimits(10_000_000_000_001L, 1))
                .hasMessageContaining("regatta.sum-of-squares.max-target");
        assertThatThrownBy(() -> new SumLimits(-1, 1)).hasMessageContaining("max-target");
        assertThatThrownBy(() -> new SumLimits(1, 0)).hasMessageContaining("max-tasks");
    }

    private List<String> blamed(int targets, int tasksPerTarget, int repeat) {
        List<Long> ones = Collections.nCopies(targets, 1L);
        return workload.check(new SumOfSquares.Spec(ones, tasksPerTarget, repeat)).stream()
                .map(Violation::pointer)
                .toList();
    }

    private List<Violation> check(String body) throws Exception {
        return workload.check(read(body));
    }

    private static SumOfSquares.Spec read(String body) throws Exception {
        return new ObjectMapper().readValue(body, SumOfSquares.Spec.class);
    }

    private static String countDetail() {
        return "must be from 1 to 100 (regatta.sum-of-squares.max-tasks)";
    }
}
