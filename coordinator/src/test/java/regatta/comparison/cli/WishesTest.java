package regatta.comparison.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.cli.BuiltInJobs;
import regatta.cli.JobFile;
import regatta.comparison.plan.Arm.Variation;

class WishesTest {
    private static final List<String> AVAILABLE = List.of("batch", "async", "processes");
    private static final List<String> DISPATCHERS = List.of("on-pool", "on-carriers");

    @TempDir Path folder;

    @Test
    void comparesDispatchersOnlyWhereTheyAreAskedFor() {
        assertThat(wishes(List.of(), List.of()).modes(AVAILABLE, DISPATCHERS)).isEqualTo(AVAILABLE);
        assertThat(wishes(List.of("batch", "dispatchers"), List.of()).modes(AVAILABLE, DISPATCHERS))
                .containsExactly("batch", "on-pool", "on-carriers");
        assertThat(wishes(List.of("on-pool"), List.of()).modes(AVAILABLE, DISPATCHERS))
                .containsExactly("on-pool");
    }

    @Test
    void takesAllModesAndTheirOwnSlotsByDefault() {
        Wishes wishes = wishes(List.of(), List.of());
        List<String> modes = wishes.modes(AVAILABLE, DISPATCHERS);
        assertThat(modes).isEqualTo(AVAILABLE);
        ObjectNode body = wishes.comparison(job(), modes);
        assertThat(body.toString())
                .isEqualTo(
                        """
                        {"workload":{"kind":"sum-of-squares","targets":[1000,10],"repeat":3},\
                        "modes":["batch","async","processes"],"rounds":[3],"seed":1}\
                        """);
    }

    @Test
    void saysWhichArmsAreWanted() {
        Wishes wishes =
                new Wishes(
                        List.of("async"),
                        List.of(2, 4),
                        List.of(5, 10),
                        List.of(Wishes.variation("perHost=1,8")),
                        7,
                        Optional.of(Duration.ofSeconds(30)));
        ObjectNode body = wishes.comparison(job(), List.of("async"));
        assertThat(body.path("slots").toString()).isEqualTo("[2,4]");
        assertThat(body.path("vary").toString()).isEqualTo("{\"perHost\":[\"1\",\"8\"]}");
        assertThat(body.path("budget").asText()).isEqualTo("PT30S");
        Submission submission = new Submission(body, false, false);
        assertThat(submission.mostSlots()).isEqualTo(4);
        assertThat(submission.compares("async")).isTrue();
        assertThat(submission.compares("batch")).isFalse();
    }

    @Test
    void readsVariedFields() {
        assertThat(Wishes.variation("perHost=1,8"))
                .isEqualTo(new Variation("perHost", List.of("1", "8")));
        assertThatThrownBy(() -> Wishes.variation("perHost"))
                .hasMessageContaining("--vary is FIELD=VALUE,VALUE…, not perHost");
        assertThatThrownBy(() ->
                        new Wishes(
                                List.of(),
                                List.of(),
                                List.of(3),
                                List.of(new Variation("slots", List.of("1"))),
                                0,
                                Optional.empty()))
                .hasMessageContaining("use --modes or --slots");
    }

    @Test
    void splitsValuesAtCommasOutsideOfLists() {
        assertThat(Wishes.variation("targets=[1,2],3,[4]"))
                .isEqualTo(new Variation("targets", List.of("[1,2]", "3", "[4]")));
        assertThat(Wishes.variation("name=a],b").values()).containsExactly("a]", "b");
    }

    @Test
    void namesAnUnknownMode() {
        assertThatThrownBy(() ->
                        wishes(List.of("batch", "rowing"), List.of()).modes(AVAILABLE, DISPATCHERS))
                .hasMessage(
                        "--modes: there is no rowing; there are batch, async, processes,"
                                + " on-pool, on-carriers");
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatThrownBy(() -> wishes(List.of(), List.of(0))).hasMessageContaining("--slots");
        assertThatThrownBy(() ->
                        new Wishes(
                                List.of(), List.of(), List.of(0), List.of(), 0, Optional.empty()))
                .hasMessageContaining("--rounds is 1 to 1000");
    }

    @Test
    void comparesAnyJobOfAFile() throws IOException {
        Path file = folder.resolve("job.json");
        Files.writeString(
                file, "{\"workload\": {\"kind\": \"other\"}, \"mode\": \"async\", \"slots\": 5}");
        Wishes wishes = wishes(List.of("batch", "async"), List.of());
        ObjectNode job = JobFile.read(file);
        ObjectNode body = wishes.comparison(job, wishes.modes(AVAILABLE, DISPATCHERS));
        assertThat(body.path("slots").asInt()).isEqualTo(5);
        assertThat(body.has("mode")).isFalse();
        assertThat(new Submission(body, false, false).mostSlots()).isEqualTo(5);
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
        return new Wishes(modes, slots, List.of(3), List.of(), 1, Optional.empty());
    }

    private static ObjectNode job() {
        return BuiltInJobs.sumOfSquares(List.of(1000L, 10L), 3, null);
    }
}
