package regatta.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.coordinator.comparison.Arm;
import regatta.coordinator.comparison.Arm.Variation;

class WishesTest {
    private static final List<String> AVAILABLE = List.of("batch", "async", "processes");

    @TempDir Path folder;

    @Test
    void takesAllModesAndTheirOwnSlotsWhereNothingIsSaid() {
        PlannedComparison planned = wishes(List.of(), List.of()).plan(job(), AVAILABLE);
        assertThat(planned.plan().arms())
                .extracting(Arm::label)
                .containsExactly("batch", "async", "processes");
        assertThat(planned.plan().arms()).extracting(Arm::slots).containsExactly(1, 0, 0);
        assertThat(planned.plan().warmUps()).isEqualTo(1);
        assertThat(planned.title()).isEqualTo("Sum of squares: 2 targets up to 1,000, 3 times");
    }

    @Test
    void readsWhatVaries() {
        assertThat(Wishes.variation("perHost=1,8"))
                .isEqualTo(new Variation("perHost", List.of("1", "8")));
        assertThatThrownBy(() -> Wishes.variation("perHost"))
                .hasMessageContaining("--vary is FIELD=VALUE,VALUE…, not perHost");
        assertThatThrownBy(() ->
                        new Wishes(
                                List.of(),
                                List.of(),
                                3,
                                List.of(new Variation("slots", List.of("1"))),
                                0))
                .hasMessageContaining("use --modes or --slots");
    }

    @Test
    void namesAModeThatThereIsNot() {
        assertThatThrownBy(
                        () -> wishes(List.of("batch", "rowing"), List.of()).plan(job(), AVAILABLE))
                .hasMessage("--modes: there is no rowing; there are batch, async, processes");
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> wishes(List.of(), List.of(0))).hasMessageContaining("--slots");
        assertThatThrownBy(() -> new Wishes(List.of(), List.of(), 0, List.of(), 0))
                .hasMessageContaining("--rounds is 1 to 1000");
    }

    @Test
    void comparesAnyJobOfAFile() throws IOException {
        Path file = folder.resolve("job.json");
        Files.writeString(
                file, "{\"workload\": {\"kind\": \"other\"}, \"mode\": \"async\", \"slots\": 5}");
        PlannedComparison planned =
                wishes(List.of("batch", "async"), List.of()).plan(JobFile.read(file), AVAILABLE);
        assertThat(planned.plan().arms()).extracting(Arm::slots).containsExactly(1, 5);
        assertThat(planned.job().has("mode")).isFalse();
        assertThat(planned.title()).isEqualTo("other");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path file = folder.resolve("job.json");
        assertThatThrownBy(() -> JobFile.read(file)).hasMessageContaining("cannot be read");
        Files.writeString(file, "{\n\"workload\": ");
        assertThatThrownBy(() -> JobFile.read(file)).hasMessageContaining("(line 2)");
        Files.writeString(file, "[]");
        assertThatThrownBy(() -> JobFile.read(file)).hasMessageContaining("not a job");
    }

    private static Wishes wishes(List<String> modes, List<Integer> slots) {
        return new Wishes(modes, slots, 3, List.of(), 1);
    }

    private static ObjectNode job() {
        return BuiltInJobs.sumOfSquares(List.of(1000L, 10L), 3, null);
    }
}
