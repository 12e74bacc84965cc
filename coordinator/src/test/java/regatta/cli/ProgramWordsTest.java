package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramWordsTest {
    @TempDir private Path here;

    @Test
    void findsTheProgramInTheFolderOrOnThePath() throws IOException {
        Path own = program("crunch.py");
        Path bin = Files.createDirectory(here.resolve("bin"));
        Path tool = program("bin/tool");

        assertThat(argv("./crunch.py", "{}", ":::", "a"))
                .isEqualTo("[\"%s\",\"{}\"]".formatted(own));
        assertThat(argv("bin/../crunch.py", ":::", "a")).isEqualTo("[\"%s\"]".formatted(own));
        assertThat(argv("tool", ":::", "a")).isEqualTo("[\"%s\"]".formatted(tool));
        assertThat(argv("{}", ":::", tool.toString())).isEqualTo("[\"{}\"]");
        for (String missing : List.of("other", "./tool", "bin", bin.toString())) {
            assertThatThrownBy(() -> argv(missing, ":::", "a"))
                    .as(missing)
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("there is no program " + missing);
        }
    }

    @Test
    void combinesSeveralListsTheLastVaryingFastest() throws IOException {
        program("p");

        assertThat(inputs("./p", "-x", ":::", "a", "b")).isEqualTo("[\"a\",\"b\"]");
        assertThat(inputs("./p", ":::", "a", "b", ":::", "1", "2"))
                .isEqualTo("[[\"a\",\"1\"],[\"a\",\"2\"],[\"b\",\"1\"],[\"b\",\"2\"]]");
    }

    @Test
    void namesThePartThatIsMissing() {
        for (List<String> words :
                List.of(List.<String>of(), List.of(":::", "a"), List.of("", ":::", "a"))) {
            assertThatThrownBy(() -> ProgramWords.of(words)).hasMessageContaining("a program");
        }
        for (List<String> words :
                List.of(
                        List.of("p", "a"),
                        List.of("p", ":::"),
                        List.of("p", ":::", "a", ":::", ":::", "b"))) {
            assertThatThrownBy(() -> ProgramWords.of(words)).hasMessageContaining("inputs");
        }
    }

    @Test
    void refusesMoreCombinationsThanAJobMayHave() {
        List<String> words = new java.util.ArrayList<>(List.of("p"));
        for (int source = 0; source < 5; source++) {
            words.add(":::");
            words.addAll(Collections.nCopies(1_000, "a"));
        }
        assertThatThrownBy(() -> ProgramWords.of(words))
                .hasMessageContaining("more than 100,000 combinations");
    }

    private Path program(String name) throws IOException {
        Path made = Files.createFile(here.resolve(name));
        assertThat(made.toFile().setExecutable(true)).isTrue();
        return made;
    }

    private String argv(String... words) {
        return ProgramWords.of(List.of(words))
                .job(here, here.resolve("bin").toString())
                .at("/workload/argv")
                .toString();
    }

    private String inputs(String... words) {
        return ProgramWords.of(List.of(words)).job(here, "").at("/workload/inputs").toString();
    }
}
