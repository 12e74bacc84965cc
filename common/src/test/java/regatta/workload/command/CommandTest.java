package regatta.workload.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.workload.ContractCheck;
import regatta.workload.TaskOutput;
import regatta.workload.Violation;

class CommandTest {
    private final JsonMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @TempDir private Path folder;

    @Test
    void saysOfItsFieldsWhatItsSpecsDo() throws Exception {
        new ContractCheck(json)
                .check(Testing.command(folder), "{\"argv\": [\"true\"], \"inputs\": [\"a\"]}");
    }

    @Test
    void readsInputsInBothFormsAndNeverWritesVariables() throws Exception {
        Command.Spec spec =
                json.readValue(
                        """
                        {"argv": ["p"], "inputs": ["a", ["b", "c"]], "timeout": "PT1M",
                         "environment": {"SECRET": "x"}}
                        """,
                        Command.Spec.class);

        assertThat(spec.inputs()).containsExactly(Input.of("a"), new Input(List.of("b", "c")));
        assertThat(spec.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(spec.repeatable()).isTrue();
        assertThat(json.valueToTree(spec).path("inputs").toString())
                .isEqualTo("[\"a\",[\"b\",\"c\"]]");
        assertThat(json.writeValueAsString(spec) + spec).doesNotContain("SECRET");
        assertThatThrownBy(() -> json.readValue("[1]", Input.class))
                .hasMessageContaining("a string or an array of strings");
    }

    @Test
    void discardsOldFoldersExceptThoseInUse() throws Exception {
        KeptFiles files = new KeptFiles(folder);
        KeptFiles.Folder killed = files.folder(Optional.empty(), new Testing.Task("job", 0, 1));
        KeptFiles.Folder running = files.folder(Optional.empty(), new Testing.Task("job", 1, 1));
        for (KeptFiles.Folder each : List.of(killed, running)) {
            Instant old = Instant.now().minus(CommandCheck.LONGEST).minusSeconds(60);
            Files.setLastModifiedTime(each.own(), FileTime.from(old));
        }

        running.inUse();
        files.discardLeftovers();

        assertThat(killed.own()).doesNotExist();
        assertThat(running.own()).exists();
    }

    @Test
    void namesEveryFieldThatIsWrong() {
        Command.Spec wrong =
                new Command.Spec(
                        List.of("", "a\0b"),
                        List.of(Input.of("x".repeat(20_000))),
                        null,
                        Duration.ZERO,
                        Map.of("REGATTA_RUN", "x", "A-B", "y"),
                        "relative",
                        "/absolute",
                        true);

        assertThat(Testing.command(folder).check(wrong))
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder(
                        "/argv/0",
                        "/argv/1",
                        "/inputs/0",
                        "/timeout",
                        "/environment",
                        "/environment",
                        "/folder",
                        "/file");
    }

    @Test
    void combinesOutputsInTheOrderOfInputsWhateverTheOrderOfEnds() {
        Command command = Testing.command(folder);
        Command.Spec spec = spec(Stream.of("a", "b"));
        TaskOutput<Ran> first = new TaskOutput<>(0, ran("1\nmore"));
        TaskOutput<Ran> second = new TaskOutput<>(1, ran("2\u001b[31m"));

        Command.Output output = command.combine(spec, Stream.of(first, second));

        assertThat(command.combine(spec, Stream.of(second, first))).isEqualTo(output);
        assertThat(command.combine(spec, Stream.of(first, new TaskOutput<>(1, ran("3")))))
                .isNotEqualTo(output);
        assertThat(command.answer(spec, output))
                .startsWith("a: 1", "b: 2?[31m")
                .last()
                .asString()
                .startsWith("2 commands, stdout sha256 ");
    }

    @Test
    void showsNoSecretInItsTexts() {
        Command command = Testing.command(folder);
        String signed = "http://me:" + "hush".repeat(30) + "@h/a?sig=hush";
        Command.Spec spec = spec(Stream.of(signed));

        assertThat(command.answer(spec, command.combine(spec, outputs(signed))).getFirst())
                .isEqualTo("http://***@h/a?sig=***: http://***@h/a?sig=***");
        assertThat(command.title(spec)).doesNotContain("hush");
        assertThat(Texts.lastLines("no such file: " + signed, 3))
                .isEqualTo("no such file: http://***@h/a?sig=***");
    }

    private static Stream<TaskOutput<Ran>> outputs(String printed) {
        return Stream.of(new TaskOutput<>(0, ran(printed)));
    }

    @Test
    void writesEqualAnswersToEqualInputsOnce() {
        Command command = Testing.command(folder);
        Command.Spec spec =
                spec(Stream.of("b", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a"));

        Command.Output output =
                command.combine(
                        spec,
                        IntStream.range(0, 12)
                                .mapToObj(at -> new TaskOutput<>(at, ran(at == 2 ? "9" : "1"))));

        assertThat(command.answer(spec, output))
                .startsWith("b: 1", "a: 1 (8 times)", "a: 9")
                .last()
                .asString()
                .startsWith("12 commands (the first 10 shown), stdout sha256 ");
    }

    private static Command.Spec spec(Stream<String> inputs) {
        return new Command.Spec(
                List.of("p"),
                inputs.map(Input::of).toList(),
                null,
                null,
                Map.of(),
                null,
                null,
                true);
    }

    @Test
    void runsOnlyTasksThatItsOwnKeySigned() {
        Command own = Testing.command(folder);
        Command other =
                Testing.command(folder, "regatta.command.key=another-key-of-at-least-32-chars");
        CommandTask task =
                new CommandTask(
                        List.of("p", "{}"),
                        new Input(List.of("a", "b")),
                        3,
                        "in",
                        Duration.ofSeconds(1),
                        Map.of("A", "1"),
                        "/tmp",
                        "{}.png");
        byte[] signed = own.taskCodec().encode(task);

        assertThat(own.taskCodec().decode(signed)).isEqualTo(task);
        assertThatThrownBy(() -> other.taskCodec().decode(signed))
                .hasMessageContaining("regatta.command.key");
        signed[signed.length / 4] ^= 1;
        assertThatThrownBy(() -> own.taskCodec().decode(signed))
                .hasMessageContaining("regatta.command.key");
    }

    @Test
    void tellsWhatItCanRunProgramByProgram() {
        Command restricted =
                Testing.command(
                        folder, "regatta.command.key=\"\"", "regatta.command.allowed=[/x/b, /x/a]");
        assertThat(restricted.abilities()).containsExactly("command /x/a", "command /x/b");
        assertThat(Testing.command(folder, "regatta.command.key=\"\"").abilities()).isEmpty();
        assertThat(Testing.command(folder).abilities()).containsExactly("command");
    }

    private static Ran ran(String stdout) {
        byte[] digest =
                Kept.sha256().digest(stdout.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Ran(
                0,
                stdout,
                false,
                "",
                false,
                java.util.HexFormat.of().formatHex(digest),
                null,
                null,
                null);
    }
}
