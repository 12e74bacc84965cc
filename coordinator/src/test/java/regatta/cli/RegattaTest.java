package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import regatta.Regatta;
import regatta.comparison.ReportJson;
import regatta.comparison.plan.TestingRounds;
import regatta.comparison.report.ComparisonReport;
import regatta.plugin.TestingPlugin;

/** Tests the commands that need no coordinator. */
class RegattaTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Regatta.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs --coordinator http://me:CANARY@127.0.0.1:1/?token=CANARY",
                "coordinator --set regatta.store.url=jdbc:x://me:CANARY@h/x?password=CANARY",
            })
    void masksThePasswordsOfUrlsInErrors(String command) {
        assertThat(run(command.split(" "))).isNotZero();
        assertThat(err.toString()).contains("***").doesNotContain("CANARY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compare",
                "coordinator",
                "worker",
                "submit",
                "jobs",
                "job",
                "watch",
                "tasks",
                "comparisons",
                "delete",
                "certs",
                "cancel",
                "report",
                "collect",
                "workers",
                "drain",
                "scale",
                "modes",
                "workloads",
                "doctor",
                "config"
            })
    void helpsWithEveryCommand(String command) {
        assertThat(run(command, "--help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("regatta " + command).contains("--set");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "compare", "jobs", "store", "store check", "certs"})
    void printsTheVersionWithEveryCommand(String command) {
        assertThat(run((command + " --version").strip().split(" "))).isEqualTo(Exit.OK);
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("regatta "),
                        line -> assertThat(line).startsWith("Java " + Runtime.version()));
    }

    @Test
    void refusesAFolderOfPluginsThatIsNone(@TempDir Path folder) {
        String missing = folder.resolve("none").toString();
        assertThat(run("config", "--plugins", missing)).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--plugins: " + missing + " is not a folder");
    }

    @Test
    void setsTheKeysOfAPluginAndNoOtherOfItsBlock(@TempDir Path folder) throws Exception {
        TestingPlugin.empty()
                .defaults("regatta.rowing { boats = 8, river = Cam }")
                .writeTo(folder.resolve("rowing.jar"));
        String plugins = "--plugins=" + folder;
        assertThat(run("config", plugins, "--set", "regatta.rowing.boats=4")).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("regatta.rowing.boats = 4  # --set regatta.rowing.boats")
                .contains("regatta.rowing.river = \"Cam\"  # reference.conf of plug-in rowing.jar");
        assertThat(run("config", plugins, "--set", "regatta.rowing.oars=2")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("no configuration key regatta.rowing.oars");
    }

    @Test
    void helpsWithTheStore() {
        assertThat(run("store", "--help")).isEqualTo(Exit.OK);
        assertThat(run("store", "check", "--help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("regatta store ").contains("--json");
    }

    @Test
    void writesTheFindingsOfAStoreCheckAsJson(@TempDir Path folder) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.db"));
        String url = "regatta.store.url=\"jdbc:sqlite:" + empty + "\"";
        assertThat(run("store", "check", "--json", "--set", url)).isEqualTo(Exit.FAILED);
        JsonNode all = ApiClient.JSON.readTree(out.toString());
        assertThat(all.path("file").asText()).isEqualTo(empty.toString());
        assertThat(all.at("/findings/0/where").asText()).isEqualTo("store");
        assertThat(all.at("/findings/0/detail").asText()).contains("version 0");
    }

    @Test
    void writesTheDifferencesOfAReportAsJson(@TempDir Path folder) throws Exception {
        ComparisonReport report =
                ComparisonReport.of(
                        Instant.EPOCH,
                        TestingRounds.TWO_CORES,
                        List.of(
                                TestingRounds.computing(
                                        TestingRounds.arms("batch", "async"),
                                        3,
                                        (arm, block) -> 1 + 0.01 * block)));
        String text = ReportJson.write(report);
        Path file = Files.writeString(folder.resolve("report.json"), text);
        assertThat(run("report", "--json", "--verify", file.toString())).isEqualTo(Exit.OK);
        JsonNode same = ApiClient.JSON.readTree(out.toString());
        assertThat(same.path("differences").isEmpty()).isTrue();
        assertThat(same.path("values").asInt()).isGreaterThan(10);

        out.getBuffer().setLength(0);
        Files.writeString(
                file, text.replaceFirst("\"medianSeconds\" : [0-9.]+", "\"medianSeconds\" : 9"));
        assertThat(run("report", "--json", "--verify", file.toString())).isEqualTo(Exit.FAILED);
        JsonNode other = ApiClient.JSON.readTree(out.toString());
        assertThat(other.at("/differences/0").asText()).contains("medianSeconds");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sail|sail",
                "compare juggling|juggling",
                "compare --rounds 0|rounds",
                "compare --slots 0|slots",
                "compare sum-of-squares --target -1|target",
                "compare --modes batch,warp|warp",
                "compare download --coordinator http://127.0.0.1:1|--url",
                "config --set nonsense|key=value",
                "config --set regatta.colour=red|regatta.colour",
                "config --set regatta.http.port=[|regatta.http.port",
                "submit sum-of-squares|target",
                "submit download|--url",
                "submit download --urls /nowhere/urls.txt|/nowhere/urls.txt",
                "submit download --retry-failed x --url http://h/|--retry-failed",
                "submit download --retry-failed x --rate 5|--retry-failed",
                "collect job|DIR",
                "collect job target --parallel 0|--parallel",
                "jobs --coordinator ftp://x|--coordinator",
                "jobs --set regatta.http.port=abc|regatta.http.port",
                "worker --join 127.0.0.1:0|--join",
                "worker --join nowhere.invalid:7355|--join: unknown host",
                "coordinator --http 127.0.0.1:0 --cluster nowhere.invalid:0|--cluster",
                "coordinator --http 127.0.0.1:0 --cluster 127.0.0.1:0 --set regatta.coordinator.lease=0s|regatta.coordinator.lease",
                "coordinator --http 127.0.0.1:0 --cluster 127.0.0.1:0 --set regatta.coordinator.grace=-1s|regatta.coordinator.grace",
                "coordinator --http 127.0.0.1:0 --cluster 127.0.0.1:0 --set regatta.http.answer-within=-1s|regatta.http.answer-within",
                "coordinator --http 127.0.0.1:0 --cluster 127.0.0.1:0 --set regatta.store.url=jdbc:sqlite:/dev/null/x.db|regatta.store.url",
                "worker --join 192.0.2.1:7355|regatta.cluster.tls",
                "worker --join 192.0.2.1:7355 --set regatta.cluster.allow-plaintext-for-tests=on|--cluster",
                "store check --set regatta.store.keep-ended=many|regatta.store.keep-ended",
            })
    void refusesWhatMakesNoSenseAndNamesIt(String arguments, String named) {
        assertThat(run(arguments.split(" ", -1))).as(err.toString()).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains(named);
    }

    @Test
    void saysWhenNoCoordinatorAnswers() throws Exception {
        try (Socket nobody = nobody()) {
            String away = "http://127.0.0.1:" + nobody.getLocalPort();
            assertThat(run("jobs", "--coordinator", away)).isEqualTo(Exit.UNREACHABLE);
        }
        assertThat(err.toString()).contains("regatta coordinator");
    }

    @Test
    void showsTheConfigurationAndItsOrigins() throws Exception {
        assertThat(run("config", "--json", "--set", "regatta.http.port=1234")).isEqualTo(Exit.OK);
        JsonNode all = ApiClient.JSON.readTree(out.toString());
        assertThat(all.at("/regatta.http.port/value").asText()).isEqualTo("1234");
        assertThat(all.at("/regatta.http.port/origin").asText()).contains("--set");
        assertThat(all.at("/regatta.http.host/origin").asText()).contains("reference.conf");
    }

    @Test
    void examinesTheMachine(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            int exit =
                    run(
                            "doctor",
                            "--json",
                            "--set",
                            "regatta.http.port=" + port,
                            "--set",
                            "regatta.data-directory=\"" + folder + "\"");
            assertThat(exit).isEqualTo(Exit.OK);
            JsonNode http = finding("HTTP address");
            assertThat(http.at("/grade").asText()).isEqualTo("WARN");
            assertThat(http.at("/found").asText()).contains(String.valueOf(port));
            assertThat(http.at("/advice").asText()).contains("--http");
            assertThat(finding("data directory").at("/grade").asText()).isEqualTo("OK");
            assertThat(finding("store").at("/found").asText()).contains("does not exist yet");
            JsonNode coordinator = finding("coordinator");
            assertThat(coordinator.at("/grade").asText()).isEqualTo("OK");
            assertThat(coordinator.at("/found").asText())
                    .contains("does not run")
                    .contains(":" + port);
        }
    }

    @Test
    void reportsADamagedStoreAndAnAbsentCoordinator(@TempDir Path folder) throws Exception {
        String data = "regatta.data-directory=\"" + folder + "\"";
        try (Socket nobody = nobody()) {
            String away = "http://127.0.0.1:" + nobody.getLocalPort();
            int exit = run("doctor", "--json", "--set", data, "--coordinator", away);
            assertThat(exit).isEqualTo(Exit.UNREACHABLE);
            assertThat(finding("coordinator").at("/grade").asText()).isEqualTo("FAIL");
            assertThat(finding("coordinator").at("/found").asText()).contains(away);
        }

        out.getBuffer().setLength(0);
        Files.writeString(folder.resolve("regatta.db"), "not a database ".repeat(100));
        assertThat(run("doctor", "--json", "--set", data)).isEqualTo(Exit.FAILED);
        assertThat(finding("store").at("/grade").asText()).isEqualTo("FAIL");
    }

    @Test
    void failsIfAFolderIsNotWritable(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        int exit = run("doctor", "--json", "--set", "regatta.data-directory=\"" + file + "\"");
        assertThat(exit).isEqualTo(Exit.FAILED);
        assertThat(finding("data directory").at("/grade").asText()).isEqualTo("FAIL");
    }

    /** Holds a port at which nobody listens, so that nobody else can take it. */
    private static Socket nobody() throws IOException {
        Socket bound = new Socket();
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return bound;
    }

    private JsonNode finding(String what) throws Exception {
        for (JsonNode each : ApiClient.JSON.readTree(out.toString())) {
            if (each.at("/what").asText().equals(what)) {
                return each;
            }
        }
        throw new AssertionError(what + " is not in " + out);
    }
}
