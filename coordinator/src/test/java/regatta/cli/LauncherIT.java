package regatta.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.Files.createDirectories;
import static java.nio.file.Files.createFile;
import static java.nio.file.Files.createSymbolicLink;
import static java.nio.file.Files.readAllLines;
import static java.nio.file.Files.setLastModifiedTime;
import static java.nio.file.Files.writeString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher with scripts in place of JDK and Maven, and checks when it calls which. */
class LauncherIT {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    /** macOS lacks it, and the launcher does without. */
    private static final String OPTIONAL = "flock";

    @TempDir Path folder;
    private Path top;
    private Path bin;
    private Path jdk;

    private record Ended(int exit, List<String> out, String err) {}

    @BeforeEach
    void copyLauncher() throws IOException {
        top = createDirectories(folder.resolve("a tree with spaces"));
        bin = createDirectories(folder.resolve("bin"));
        jdk = createDirectories(folder.resolve("some jdk"));
        Files.copy(TestingJvm.top().resolve("regatta"), top.resolve("regatta"));
        createDirectories(jdk.resolve("bin"));
        writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.3\"\n");
        script(jdk.resolve("bin/javac"), "exit 1");
        script(jdk.resolve("bin/java"), "printf '%s\\n' \"$@\"");
        for (String tool :
                List.of(
                        "cat",
                        "find",
                        "flock",
                        "grep",
                        "head",
                        "mkdir",
                        "mkfifo",
                        "mktemp",
                        "mv",
                        "readlink",
                        "rm")) {
            Optional<Path> found = tool(tool);
            assertThat(found.isPresent() || tool.equals(OPTIONAL)).as(tool).isTrue();
            if (found.isPresent()) {
                script(bin.resolve(tool), "exec " + found.get() + " \"$@\"");
            }
        }
    }

    @Test
    void runsADistributionThroughLinksFromAnyFolder() throws Exception {
        createDirectories(top.resolve("lib"));
        createFile(top.resolve("lib/a.jar"));
        createFile(top.resolve("lib/b.jar"));
        Path link = createSymbolicLink(folder.resolve("link"), top.resolve("regatta"));
        Path second = createSymbolicLink(folder.resolve("second"), Path.of("link"));

        Ended ended = run(second, "job", "two words", "");

        assertThat(ended.exit()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(ended.out())
                .contains("-Dregatta.home=" + top.toRealPath())
                .contains(top.toRealPath() + "/lib/a.jar:" + top.toRealPath() + "/lib/b.jar")
                .endsWith("regatta.Regatta", "job", "two words", "");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void prefersTheRuntimeOfADistribution() throws Exception {
        createDirectories(top.resolve("lib"));
        createFile(top.resolve("lib/a.jar"));
        createDirectories(top.resolve("runtime/bin"));
        script(top.resolve("runtime/bin/java"), "echo its own java");

        assertThat(run(top.resolve("regatta"), "jobs").out()).containsExactly("its own java");
    }

    @Test
    void takesAnEmptyStateHomeForNone() throws Exception {
        createDirectories(top.resolve("lib"));
        createFile(top.resolve("lib/a.jar"));
        script(jdk.resolve("bin/java"), "echo \"state home: ${XDG_STATE_HOME-none}\"");

        assertThat(run(top.resolve("regatta"), "jobs").out()).containsExactly("state home: none");
    }

    /** Java takes the home directory from the system's list of users. */
    @Test
    void takesTheHomeDirectoryFromTheEnvironment() throws Exception {
        createDirectories(top.resolve("lib"));
        createFile(top.resolve("lib/a.jar"));

        assertThat(run(top.resolve("regatta"), "jobs").out())
                .contains("-Duser.home=" + folder.resolve("a home"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void givesTheJvmALocaleWithUnicodeAndEnglishErrors() throws Exception {
        createDirectories(top.resolve("lib"));
        createFile(top.resolve("lib/a.jar"));
        script(jdk.resolve("bin/java"), "echo \"$LC_ALL $LANGUAGE\"");

        assertThat(run(top.resolve("regatta"), "jobs").out()).containsExactly("C.UTF-8 en");
    }

    @Test
    void addsTheVectorModuleOnlyForCommandsThatCompute() throws Exception {
        createDirectories(top.resolve("lib"));
        createFile(top.resolve("lib/a.jar"));

        assertThat(run(top.resolve("regatta"), "compare").out()).contains("jdk.incubator.vector");
        assertThat(run(top.resolve("regatta"), "worker", "--join", "h:1").out())
                .contains("jdk.incubator.vector");
        assertThat(run(top.resolve("regatta"), "jobs").out())
                .isNotEmpty()
                .doesNotContain("jdk.incubator.vector");
    }

    @Test
    void leavesOutTheWarningOfTheVectorModuleAndNothingElse() throws Exception {
        createDirectories(top.resolve("lib"));
        createFile(top.resolve("lib/a.jar"));
        String warning = "WARNING: Using incubator modules: jdk.incubator.vector";
        script(
                jdk.resolve("bin/java"),
                "echo '%s' >&2; echo 'Error: no such option' >&2; exit 7".formatted(warning));

        Ended ended = run(top.resolve("regatta"), "compare");

        assertThat(ended.err()).isEqualTo("Error: no such option\n");
        assertThat(ended.exit()).isEqualTo(7);
    }

    @Test
    void givesTheProgramItsOwnStandardError() throws Exception {
        createDirectories(top.resolve("lib"));
        createFile(top.resolve("lib/a.jar"));
        script(jdk.resolve("bin/java"), "exec 2>&3 3>&-; echo \"$*\" >&2; exit 7");

        Ended ended = run(top.resolve("regatta"), "compare");

        assertThat(ended.err()).contains("-Dregatta.stderr=3");
        assertThat(ended.exit()).isEqualTo(7);
    }

    @Test
    void givesTheJvmTheOptionsOfTheCommandLine() throws Exception {
        createDirectories(top.resolve("lib"));
        createFile(top.resolve("lib/a.jar"));

        assertThat(
                        run(
                                        top.resolve("regatta"),
                                        "jobs",
                                        "--set",
                                        "regatta.java-options=[\"-Da=1\"]")
                                .out())
                .containsSubsequence("-Da=1", "regatta.Regatta");
        assertThat(
                        run(
                                        top.resolve("regatta"),
                                        "compare",
                                        "--set=regatta.java-options=-XX:+UseG1GC")
                                .out())
                .containsSubsequence("-XX:+UseG1GC", "regatta.Regatta")
                .doesNotContain("-XX:+UseSerialGC");
        assertThat(run(top.resolve("regatta"), "jobs").out()).contains("-XX:+UseSerialGC");
    }

    @Test
    void buildsOnceForTwoStartsAndAgainForANewerSource() throws Exception {
        assumeTrue(tool(OPTIONAL).isPresent(), "without flock each of the two builds");
        sourceTree();
        mavenThat("echo \"$@\" >>'" + folder + "/calls'; " + MAKES_JARS);

        Process one = start(top.resolve("regatta"), "jobs");
        Process two = start(top.resolve("regatta"), "jobs");
        String messages = finish(one).err() + finish(two).err();

        assertThat(messages).containsOnlyOnce("regatta: building").doesNotContain("noise");
        assertThat(readAllLines(folder.resolve("calls"))).hasSize(1);
        assertThat(run(top.resolve("regatta"), "jobs").err()).isEmpty();

        setLastModifiedTime(
                top.resolve("common/src/main/A.java"),
                FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(run(top.resolve("regatta"), "jobs").err()).contains("regatta: building");
        assertThat(readAllLines(folder.resolve("calls"))).hasSize(2);
    }

    @Test
    void archivesClassesWithTheBuildForCommandsThatCompute() throws Exception {
        sourceTree();
        mavenThat(MAKES_JARS);
        Path archive = top.toRealPath().resolve("coordinator/target/regatta.jsa");
        String flag = "-XX:SharedArchiveFile=" + archive;
        script(
                jdk.resolve("bin/java"),
                "for a; do [[ $a != -XX:ArchiveClassesAtExit=* ]] || echo x >\"${a#*=}\"; done\n"
                        + "printf '%s\\n' \"$@\"");

        assertThat(run(top.resolve("regatta"), "jobs").out()).isNotEmpty().doesNotContain(flag);
        assertThat(archive).exists();
        assertThat(run(top.resolve("regatta"), "worker").out()).contains(flag);
    }

    @Test
    void endsWhenItIsInterruptedWhileItArchivesClasses() throws Exception {
        sourceTree();
        mavenThat(MAKES_JARS);
        script(jdk.resolve("bin/java"), "exit 130");

        Ended ended = run(top.resolve("regatta"), "jobs");

        assertThat(ended.exit()).isEqualTo(130);
        assertThat(top.resolve("coordinator/target/regatta.jsa")).doesNotExist();
    }

    @Test
    void showsMavensOutputWhenTheBuildFailsAndKeepsNoHalfBuild() throws Exception {
        sourceTree();
        mavenThat(MAKES_JARS + "; exit 1");

        Ended ended = run(top.resolve("regatta"), "jobs");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("noise").contains("regatta: the build failed");
        assertThat(ended.out()).isEmpty();
        assertThat(top.resolve("coordinator/target/coordinator-1.jar")).doesNotExist();
    }

    @Test
    void saysWhatIsMissingWithoutMaven() throws Exception {
        sourceTree();

        Ended ended = run(top.resolve("regatta"), "jobs");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("no mvn");
    }

    @Test
    void saysWhatIsMissingWithoutJars() throws Exception {
        Ended ended = run(top.resolve("regatta"), "jobs");

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.err()).contains("neither a source tree nor a complete distribution");
    }

    private static final String MAKES_JARS =
            """
            echo noise; mkdir -p coordinator/target/lib
            : >coordinator/target/lib/common-1.jar; : >coordinator/target/coordinator-1.jar\
            """;

    private void sourceTree() throws IOException {
        for (String module : List.of("common", "worker", "coordinator")) {
            createDirectories(top.resolve(module + "/src/main"));
            createFile(top.resolve(module + "/pom.xml"));
        }
        createDirectories(top.resolve(".mvn"));
        createFile(top.resolve("pom.xml"));
        createFile(top.resolve("common/src/main/A.java"));
        setLastModifiedTime(top.resolve("common/src/main/A.java"), FileTime.from(LONG_AGO));
    }

    private void mavenThat(String does) throws IOException {
        script(bin.resolve("mvn"), does);
    }

    private static void script(Path file, String body) throws IOException {
        writeString(file, "#!/bin/bash\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Ended run(Path launcher, String... arguments) throws Exception {
        return finish(start(launcher, arguments));
    }

    private Process start(Path launcher, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/bash", launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("XDG_STATE_HOME", "");
        builder.environment().put("HOME", folder.resolve("a home").toString());
        return builder.start();
    }

    private static Ended finish(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out.lines().toList(), err);
    }

    private static Optional<Path> tool(String name) {
        return Stream.of("/usr/bin/", "/bin/")
                .map(place -> Path.of(place + name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
