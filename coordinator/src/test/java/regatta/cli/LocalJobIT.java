package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import regatta.Regatta;

/** Runs jobs with {@code submit --local}. */
@Timeout(120)
class LocalJobIT {
    @TempDir Path folder;

    @Test
    void printsTheAnswerAndKeepsTheFilesOfAJob() throws Exception {
        Path job = folder.resolve("job.json");
        Files.writeString(
                job,
                """
                {"workload": {"kind": "command", "inputs": ["a"], "file": "left",
                              "argv": ["/bin/sh", "-c", "echo got {}; echo kept > left"]}}
                """);

        Ended ended = submit(job.toString());

        assertThat(ended.code()).as(ended.text()).isZero();
        assertThat(ended.text()).contains("SUCCEEDED", "a: got a");
        Path kept = Path.of(ended.text().lines().toList().getLast().split(" in ", 2)[1]);
        assertThat(kept).startsWith(folder);
        assertThat(kept.resolve("left")).hasContent("kept");
    }

    @Test
    void saysWhatAProgramPrintedThatFailed() {
        Ended ended =
                submit(
                        "command",
                        "--max-attempts=1",
                        "--",
                        "sh",
                        "-c",
                        "echo bad {} >&2; exit 3",
                        ":::",
                        "luck");

        assertThat(ended.code()).as(ended.text()).isEqualTo(Exit.FAILED);
        assertThat(ended.text()).contains("sh ended with exit code 3: bad luck");
    }

    @Test
    void takesNoOptionThatIsForACoordinatorThatRuns() {
        Ended ended = submit("sum-of-squares", "--target=1", "--coordinator=http://127.0.0.1:8080");

        assertThat(ended.code()).isEqualTo(Exit.USAGE);
        assertThat(ended.text()).contains("leave out --coordinator");
    }

    private record Ended(int code, String text) {}

    private Ended submit(String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = Regatta.commandLine();
        line.setOut(new PrintWriter(text, true));
        line.setErr(new PrintWriter(text, true));
        List<String> all =
                new ArrayList<>(
                        List.of("submit", "--local", "--set=regatta.data-directory=" + folder));
        all.addAll(List.of(arguments));
        return new Ended(Regatta.run(line, all.toArray(String[]::new)), text.toString());
    }
}
