package regatta.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uses the archive as a stranger does: unpacked into a folder with spaces that nobody may write, by
 * another user if this one is root, without sources.
 */
@Timeout(600)
@EnabledIfSystemProperty(named = "regatta.dist", matches = ".+")
class DistIT {
    private static final Path ARCHIVE = Path.of(System.getProperty("regatta.dist", ""));
    private static final String NOBODY = "65534";

    @TempDir private Path folder;
    private Path home;
    private Path installed;

    private record Ended(int exit, String text) {}

    @BeforeEach
    void unpack() throws Exception {
        home = Files.createDirectories(folder.resolve("home"));
        installed = unpack(ARCHIVE, "an install folder");
    }

    @AfterEach
    void letTheFolderBeDeleted() throws Exception {
        var _ = run(List.of("chmod", "-R", "u+w", folder.toString()), folder);
    }

    @Test
    void hasAllThatItNeedsWithTheRightModes() throws Exception {
        assertThat(installed.getFileName().toString()).startsWith("regatta-");
        for (String each :
                List.of(
                        "README.md",
                        "LICENSE",
                        "config/coordinator.conf",
                        "docs/architecture.md",
                        "docs/api/index.html",
                        "dist/systemd/regatta-worker.service",
                        "examples/monte-carlo/pom.xml",
                        "plugins/README.md",
                        "licences")) {
            assertThat(installed.resolve(each)).exists();
        }
        Ended listed = run(List.of("tar", "-tvzf", ARCHIVE.toString()), folder);
        assertThat(listed.text().lines())
                .allMatch(line -> line.matches("(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x) root/root .*"))
                .filteredOn(line -> line.startsWith("-rwx"))
                .allMatch(line -> line.matches(".*/regatta|.*\\.(sh|py)"));
    }

    @Test
    void saysItsVersionAndItsParts() throws Exception {
        assertThat(regatta("--version").text()).contains("regatta " + version()).contains("Java ");
        assertThat(regatta("doctor").text())
                .contains("vector kernel")
                .contains("does not run at http://127.0.0.1:8080");
        Path completion = installed.resolve("completion/regatta");
        assertThat(run(List.of("bash", "-n", completion.toString()), folder).exit()).isZero();
        assertThat(Files.readString(completion)).contains("sum-of-squares").contains("--plugins");
        JsonNode bom = new ObjectMapper().readTree(installed.resolve("bom.json").toFile());
        Set<String> known =
                bom.path("components")
                        .valueStream()
                        .map(each ->
                                each.path("name").asText() + "-" + each.path("version").asText())
                        .collect(Collectors.toSet());
        assertThat(jars())
                .filteredOn(jar -> !jar.startsWith("coordinator-"))
                .allMatch(known::contains);
    }

    @Test
    void aStrangerBuildsAPluginWithItAndComparesItsModes() throws Exception {
        Path project = folder.resolve("my work");
        copy(installed.resolve("examples/monte-carlo"), project);
        Ended built =
                run(
                        List.of(
                                "mvn",
                                "-B",
                                "-ntp",
                                "-q",
                                "package",
                                "-Dregatta.home=" + installed),
                        project);
        assertThat(built.exit()).as(built.text()).isZero();
        run(List.of("chmod", "-R", "a+rX", project.toString()), folder);

        Ended compared =
                regatta(
                        "compare",
                        project.resolve("pi.json").toString(),
                        "--plugins=" + project.resolve("target"),
                        "--modes=processes,cluster",
                        "--slots=2",
                        "--rounds=1",
                        "--report=" + home.resolve("report"));

        assertThat(compared.exit()).as(compared.text()).isZero();
        assertThat(compared.text())
                .contains("Pi from 20,000,000 points")
                .contains("pi is about 3.14")
                .contains("processes")
                .contains("cluster");
        assertThat(home.resolve("report/report.html")).exists();
    }

    @Test
    void needsNoJavaInItsSecondForm() throws Exception {
        Optional<Path> second;
        try (Stream<Path> beside = Files.list(ARCHIVE.getParent())) {
            String stem = ARCHIVE.getFileName().toString().replace(".tar.gz", "-");
            second =
                    beside.filter(file -> file.getFileName().toString().startsWith(stem))
                            .findFirst();
        }
        assumeTrue(second.isPresent(), "built without -Dregatta.runtime");
        installed = unpack(second.orElseThrow(), "a second form");

        assertThat(regatta("--version").text()).contains(installed.resolve("runtime").toString());
        Ended compared =
                regatta(
                        "compare",
                        "sum-of-squares",
                        "--target=1000",
                        "--modes=batch,processes",
                        "--rounds=1",
                        "--report=" + home.resolve("report"));
        assertThat(compared.exit()).as(compared.text()).isZero();
        Ended made = regatta("certs", home.resolve("certs").toString(), "--host", "host1");
        assertThat(made.exit()).as(made.text()).isZero();
    }

    private Path unpack(Path archive, String name) throws Exception {
        Path into = Files.createDirectories(folder.resolve(name));
        Ended unpacked =
                run(List.of("tar", "-xzf", archive.toString(), "-C", into.toString()), folder);
        assertThat(unpacked.exit()).as(unpacked.text()).isZero();
        run(List.of("chmod", "-R", "a-w", into.toString()), folder);
        run(List.of("chmod", "a+rx", folder.toString()), folder);
        run(List.of("chmod", "0777", home.toString()), folder);
        try (Stream<Path> found = Files.list(into)) {
            List<Path> top = found.toList();
            assertThat(top).hasSize(1);
            return top.getFirst();
        }
    }

    private String version() {
        return installed.getFileName().toString().substring("regatta-".length());
    }

    private List<String> jars() throws IOException {
        try (Stream<Path> found = Files.list(installed.resolve("lib"))) {
            return found.map(file -> file.getFileName().toString().replace(".jar", "")).toList();
        }
    }

    private Ended regatta(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.addAll(List.of("env", "-i", "HOME=" + home, "PATH=/usr/bin:/bin", "LANG=C.UTF-8"));
        command.add(installed.resolve("regatta").toString());
        command.addAll(List.of(arguments));
        return run(command, home);
    }

    private static Ended run(List<String> command, Path folder) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), text);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Path copy = to.resolve(from.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(copy);
                    } else {
                        Files.copy(file, copy);
                    }
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}
