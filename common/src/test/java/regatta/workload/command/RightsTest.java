package regatta.workload.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightsTest {
    @TempDir private Path folder;

    @Test
    void allowsALetterByLetterListedProgramAlone() throws IOException {
        Path tool = program("tool");
        Path other = program("other");
        Path link = Files.createSymbolicLink(folder.resolve("link"), tool);
        Files.createDirectory(folder.resolve("sub"));
        Rights rights = new Rights(false, List.of(tool.toString()), Set.of());

        assertThat(refusal(rights, tool.toString())).isEmpty();
        for (String refused :
                List.of(
                        other.toString(),
                        link.toString(),
                        folder + "/sub/../tool",
                        folder + "//tool",
                        folder + "/./tool",
                        "tool",
                        "./tool",
                        "{}",
                        tool + " ")) {
            assertThat(refusal(rights, refused).orElse(""))
                    .as(refused)
                    .contains("is not in regatta.command.allowed");
        }
    }

    @Test
    void refusesAListedLinkThatLeadsElsewhereThanAtTheStart() throws IOException {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, program("tool"));
        Rights rights = new Rights(false, List.of(link.toString()), Set.of());
        assertThat(refusal(rights, link.toString())).isEmpty();

        Files.delete(link);
        Files.createSymbolicLink(link, program("other"));

        assertThat(refusal(rights, link.toString()).orElse("")).contains("now leads to");
    }

    @Test
    void refusesALinkAtAListedPathWhereNothingWasAtTheStart() throws IOException {
        Path late = folder.resolve("late");
        Rights rights = new Rights(false, List.of(late.toString()), Set.of());

        Files.createSymbolicLink(late, program("other"));

        assertThat(refusal(rights, late.toString()).orElse("")).contains("now leads to");
    }

    @Test
    void refusesAFolderAndVariablesThatAreNotNamed() throws IOException {
        String tool = program("tool").toString();
        Rights rights = new Rights(false, List.of(tool), Set.of("LEVEL"));

        assertThat(rights.refusal(spec(tool, Map.of("LEVEL", "1"), null))).isEmpty();
        assertThat(rights.refusal(spec(tool, Map.of("LD_PRELOAD", "x.so"), null)).orElse(""))
                .contains("LD_PRELOAD is not in regatta.command.settable");
        assertThat(rights.refusal(spec(tool, Map.of(), "/")).orElse("")).contains("folder");
    }

    @Test
    void allowsEverythingWithAKeyAndNothingWithoutAList() {
        assertThat(refusal(new Rights(true, List.of(), Set.of()), "any")).isEmpty();
        assertThat(refusal(new Rights(false, List.of(), Set.of()), "/bin/sh")).isPresent();
    }

    @Test
    void refusesAListWithPathsThatAreNotAbsoluteAndPlain() {
        for (String wrong : List.of("tool", "/usr/../bin/sh", "/usr/bin/", "")) {
            assertThatThrownBy(() -> new Rights(false, List.of(wrong), Set.of()))
                    .as(wrong)
                    .hasMessageContaining("regatta.command.allowed");
        }
    }

    private Path program(String name) throws IOException {
        return Files.createFile(folder.toRealPath().resolve(name));
    }

    private static Optional<String> refusal(Rights rights, String program) {
        return rights.refusal(spec(program, Map.of(), null));
    }

    private static Command.Spec spec(
            String program, Map<String, String> environment, @Nullable String within) {
        return new Command.Spec(
                List.of(program),
                List.of(Input.of("a")),
                null,
                null,
                environment,
                within,
                null,
                true);
    }
}
