package regatta.coordinator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.http.Json;
import regatta.workload.SignedUrl;
import regatta.workload.command.Command;
import regatta.workload.command.Input;

class MaskedUrlsTest {
    private static final String SIGNED = "https://me:hush@h/a?X-Amz-Signature=hush&page=2";
    private static final String SHOWN = "https://***@h/a?X-Amz-Signature=***&page=2";

    private record Entry(
            @SignedUrl String text,
            @SignedUrl @Nullable String none,
            @SignedUrl List<String> list,
            String plain) {}

    @Test
    void masksTextsAndListsOfTextsAndNoOtherField() {
        JsonNode shown = Json.tree(new Entry(SIGNED, null, List.of("a", SIGNED), SIGNED), 10);

        assertThat(shown.path("text").asText()).isEqualTo(SHOWN);
        assertThat(shown.path("none").isNull()).isTrue();
        assertThat(shown.path("list").toString()).isEqualTo("[\"a\",\"" + SHOWN + "\"]");
        assertThat(shown.path("plain").asText()).isEqualTo(SIGNED);
    }

    @Test
    void masksWhatRemainsOfALongList() {
        Entry entry = new Entry("", "", Collections.nCopies(1_001, SIGNED), "");

        JsonNode shown = Json.tree(entry, CountedLists.LONGEST_ALONE);

        assertThat(shown.path("list")).hasSize(10).allMatch(text -> text.asText().equals(SHOWN));
        assertThat(shown.path("listCount").asInt()).isEqualTo(1_001);
    }

    @Test
    void masksTheInputsOfProgramsWhereverTheyAreShown() throws Exception {
        Command.Spec spec =
                new JsonMapper()
                        .readValue(
                                """
                                {"argv": ["curl", "-H", "Authorization: Bearer hush-hush", "{}"],
                                 "inputs": ["%1$s", ["b", "%1$s"]], "stdin": "%1$s"}
                                """
                                        .formatted(SIGNED),
                                Command.Spec.class);

        assertThat(Json.tree(spec, CountedLists.NONE).toString())
                .doesNotContain("hush")
                .contains("\"Authorization: Bearer ***\"", SHOWN, "\"inputsCount\":2");
        assertThat(Json.line(spec.inputs().getFirst())).isEqualTo("\"" + SHOWN + "\"");
        assertThat(new JsonMapper().readValue("\"" + SIGNED + "\"", Input.class).values())
                .as("what the task gets")
                .containsExactly(SIGNED);
        assertThat(new JsonMapper().writeValueAsString(spec.inputs().getFirst()))
                .as("what the store gets")
                .contains("Signature=hush");
    }
}
