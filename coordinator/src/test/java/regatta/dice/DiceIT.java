package regatta.dice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import regatta.Regatta;
import regatta.cli.EmbeddedCoordinator;

/**
 * All that users do with a workload works with one that is a package, a provider and a services
 * line.
 */
@Timeout(300)
class DiceIT {
    @TempDir private Path folder;

    @Test
    void isComparedFromAFileWithItsTitleChecksAndAnswer() throws Exception {
        Path job = file("{\"workload\": {\"kind\": \"dice\", \"rolls\": [200000, 200000]}}");
        Path report = folder.resolve("report");

        Ended compare =
                regatta(
                        "compare",
                        job.toString(),
                        "--modes=batch,thread-pool",
                        "--rounds=1",
                        "--vary=loaded=no,yes",
                        "--report=" + report);

        assertThat(compare.code()).as(compare.text()).isZero();
        assertThat(compare.text())
                .contains("Dice: 2 × d6")
                .contains("Answer of batch loaded=yes, thread-pool loaded=yes: the dice show")
                .contains("Not recommended: batch loaded=yes: the dice are loaded");
        for (String form : List.of("json", "md", "csv", "html")) {
            assertThat(Files.readString(report.resolve("report." + form)))
                    .as(form)
                    .contains("Dice: 2 × d6")
                    .contains("the dice show 2400000 in all")
                    .contains("the dice are loaded");
        }
        Ended verified = regatta("report", "--verify", report.resolve("report.json").toString());
        assertThat(verified.code()).as(verified.text()).isZero();
    }

    @Test
    void showsNoFigureOfAWrongOutput() throws Exception {
        Path job =
                file(
                        "{\"workload\": {\"kind\": \"dice\", \"rolls\": [7], \"loaded\": \"broken\"}}");

        Ended compare =
                regatta(
                        "compare",
                        job.toString(),
                        "--modes=batch",
                        "--rounds=1",
                        "--report=" + folder.resolve("report"));

        assertThat(compare.code()).isEqualTo(1);
        assertThat(compare.text()).contains("batch gave a wrong output: 7 rolls cannot show");
    }

    @Test
    void isSubmittedFromAFileAndReportedInEveryFormat() throws Exception {
        Path job =
                file(
                        "{\"workload\": {\"kind\": \"dice\", \"rolls\": [9], \"loaded\": \"yes\","
                                + " \"pause\": \"PT0.01S\"}}");
        try (EmbeddedCoordinator own =
                EmbeddedCoordinator.start(
                        fixed ->
                                ConfigFactory.load(
                                        ConfigFactory.parseString(String.join("\n", fixed))),
                        OptionalInt.empty())) {
            Ended submit =
                    regatta(
                            "submit",
                            job.toString(),
                            "--coordinator=" + own.uri(),
                            "--watch",
                            "--slots=1");

            assertThat(submit.code()).as(submit.text()).isZero();
            assertThat(submit.text()).contains("answer the dice show ");
            JsonNode listed =
                    new ObjectMapper().readTree(get(own.uri(), "/api/v1/jobs", "application/json"));
            String path = "/api/v1/jobs/" + listed.at("/items/0/id").asText() + "/report";
            for (String type :
                    List.of("application/json", "text/csv", "text/markdown", "text/html")) {
                assertThat(get(own.uri(), path, type)).as(type).contains("the dice show ");
            }
        }
    }

    private static String get(URI base, String path, String type) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path)).header("Accept", type).build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("dice.json"), json);
    }

    /** How a command ended, and all that it printed. */
    private record Ended(int code, String text) {}

    private static Ended regatta(String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = Regatta.commandLine();
        line.setOut(new PrintWriter(text));
        line.setErr(new PrintWriter(text));
        int code = Regatta.run(line, arguments);
        return new Ended(code, text.toString().replaceAll("\\s+", " "));
    }
}
