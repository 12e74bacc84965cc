package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import regatta.Regatta;

/**
 * Units, image, manifests and the pages about them name only what exists: settings, commands,
 * options, ports and files.
 */
class DistFilesTest {
    private static final Path TOP = TestingJvm.top();
    private static final Config CONFIG = ConfigFactory.load();

    /** Variables that are not settings. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("REGATTA_JAVA_OPTS", "REGATTA_COORDINATOR", "REGATTA_TOKEN", "REGATTA_CA_FILE");

    /** What the build makes for the archive. */
    private static final Set<String> MADE = Set.of("completion/regatta");

    static Stream<Path> files() throws IOException {
        List<Path> all = new ArrayList<>(List.of(TOP.resolve("docs/several-machines.md")));
        all.add(TOP.resolve("docs/your-own-work.md"));
        all.add(TOP.resolve("examples/monte-carlo/README.md"));
        try (Stream<Path> found = Files.walk(TOP.resolve("dist"))) {
            found.filter(Files::isRegularFile).sorted().forEach(all::add);
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesOnlyVariablesOfSettings(Path file) {
        Set<String> known =
                CONFIG.getConfig("regatta").entrySet().stream()
                        .map(each -> "regatta." + each.getKey())
                        .map(key -> key.replace("\"", "").replaceAll("[.-]", "_"))
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        known.addAll(OTHER_VARIABLES);

        assertThat(known).containsAll(found("\\b(REGATTA_[A-Z_]+)", text(file)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesOnlySettingsThatExist(Path file) {
        String text = text(file);
        Set<String> named = found("--set (regatta\\.[a-z.-]+)=", text);
        named.addAll(found("`(regatta\\.(?:worker|cluster|http|plugins|store)\\.[a-z.-]+)`", text));

        assertThat(named).allMatch(CONFIG::hasPathOrNull);
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesOnlyCommandsAndOptionsThatExist(Path file) {
        String lines = text(file).replaceAll("\\\\\n *", " ");
        Pattern call =
                Pattern.compile(
                        "(?m)(?:^|=|-- |regatta/|exec \\S*|\\.\\./)regatta ([a-z]+)([^\n#`]*)");
        for (MatchResult each : call.matcher(code(file, lines)).results().toList()) {
            CommandLine command = Regatta.commandLine().getSubcommands().get(each.group(1));
            assertThat(command).as(each.group()).isNotNull();
            if (each.group(2).strip().matches("[a-z]+ .*") && command.getSubcommands() != null) {
                String next = each.group(2).strip().split(" ", 2)[0];
                command = command.getSubcommands().getOrDefault(next, command);
            }
            Set<String> options = command.getCommandSpec().optionsMap().keySet();
            assertThat(options).as(each.group()).containsAll(found("(--[a-z-]+)", each.group(2)));
        }
    }

    @Test
    void findsCommandsToCheck() {
        // Otherwise the test above would check nothing.
        String page = text(TOP.resolve("docs/several-machines.md"));
        assertThat(found("(?m)^regatta ([a-z]+)", page))
                .contains("doctor", "certs", "workers", "submit", "worker");
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesOnlyFilesOfTheArchive(Path file) {
        Set<String> named = found("/opt/regatta/([A-Za-z0-9./_-]*[A-Za-z0-9_-])", text(file));
        named.removeAll(MADE);

        assertThat(named).allMatch(each -> Files.exists(TOP.resolve(each)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void linksLeadSomewhere(Path file) {
        assertThat(found("]\\(([^)#:]+)\\)", text(file)))
                .allMatch(link -> Files.exists(file.resolveSibling(link)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void namesTheVersionOfTheProject(Path file) {
        Pattern own = Pattern.compile("<version>(.*)</version>");
        String version =
                own.matcher(text(TOP.resolve("pom.xml")))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1);

        assertThat(found("regatta-([0-9][0-9A-Z.-]*?)(?:-Linux|\\.tar|\\s|$)", text(file)))
                .allMatch(version::equals);
    }

    @Test
    void theExampleCompilesAgainstTheVersionOfTheProject() {
        String pom = text(TOP.resolve("pom.xml"));
        String example = text(TOP.resolve("examples/monte-carlo/pom.xml"));

        assertThat(pom).contains("<version>" + version(example) + "</version>");
    }

    @Test
    void namesThePortsOfTheDefaults() {
        String ports =
                CONFIG.getInt("regatta.http.port") + " " + CONFIG.getInt("regatta.cluster.port");
        assertThat(text(TOP.resolve("dist/Dockerfile"))).contains("EXPOSE " + ports);
        String manifest = text(TOP.resolve("dist/kubernetes/coordinator.yaml"));
        assertThat(found("containerPort: ([0-9]+)", manifest))
                .containsExactly(ports.split(" ", -1)[1], ports.split(" ", -1)[0]);
    }

    @Test
    void unitsAllowANodeMoreTimeToStopThanItsDrainTakes() {
        String unit = text(TOP.resolve("dist/systemd/regatta-worker.service"));
        int drain = number("REGATTA_WORKER_DRAIN_LIMIT=([0-9]+) s", unit);
        assertThat(number("TimeoutStopSec=([0-9]+)s", unit)).isGreaterThan(drain);
        String manifest = text(TOP.resolve("dist/kubernetes/worker.yaml"));
        assertThat(number("terminationGracePeriodSeconds: ([0-9]+)", manifest))
                .isGreaterThan(number("REGATTA_WORKER_DRAIN_LIMIT, value: \"([0-9]+) s", manifest));
    }

    private static String version(String pom) {
        return found("<regatta.version>(.*)</regatta.version>", pom).iterator().next();
    }

    private static int number(String pattern, String text) {
        return Integer.parseInt(found(pattern, text).iterator().next());
    }

    /** The code of a page; all of another file. */
    private static String code(Path file, String text) {
        return file.toString().endsWith(".md")
                ? String.join("\n", found("(?s)```[^\n]*\n(.*?)```", text))
                : text;
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
