package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import regatta.Regatta;

/**
 * Starts JVMs as the launcher does, with the same archive of classes. Without it, loading classes
 * takes half of the processor time of a test that starts many JVMs.
 */
public final class TestingJvm {
    private static final Path TOP = top();
    private static final Path BUILT = TOP.resolve("coordinator/target");
    private static final String OWN_CLASS_PATH = System.getProperty("java.class.path");

    /** Only tests that start a JVM need the packaged program. */
    private static final class Packaged {
        static final String CLASS_PATH = classPath();
        static final Path ARCHIVE = archive();
    }

    private TestingJvm() {}

    /**
     * Returns the command up to the class's name. The programs are short, so C1 compiles well
     * enough.
     */
    public static List<String> command(String... options) {
        List<String> command = java("-XX:SharedArchiveFile=" + Packaged.ARCHIVE);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xlog:cds*=off", "-Xlog:aot*=off"));
        // The archive's address does not matter here, and relocating it takes a fifth of a second.
        command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", Packaged.CLASS_PATH + File.pathSeparator + OWN_CLASS_PATH));
        return command;
    }

    /**
     * Sends a signal to a process.
     *
     * @param name the signal's name, such as {@code STOP}
     */
    public static void signal(String name, Process process)
            throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static List<String> java(String option) {
        return new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        option));
    }

    static Path top() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("regatta"))) {
            at = Objects.requireNonNull(at.getParent(), "the launcher is not above this folder");
        }
        return at;
    }

    /** Returns the launcher's class path: the archive needs a class path that begins like it. */
    private static String classPath() {
        try {
            List<String> path = new ArrayList<>(jars(BUILT));
            path.addAll(jars(BUILT.resolve("lib")));
            return String.join(File.pathSeparator, path);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** The first test JVM creates the archive. Without it everything works, but slowly. */
    private static Path archive() {
        Path archive = BUILT.resolve("regatta.jsa");
        Path fresh = BUILT.resolve("regatta.jsa." + ProcessHandle.current().pid());
        try {
            FileTime built = Files.getLastModifiedTime(Path.of(jars(BUILT).getFirst()));
            if (Files.exists(archive) && Files.getLastModifiedTime(archive).compareTo(built) > 0) {
                return archive;
            }
            List<String> command = java("-XX:ArchiveClassesAtExit=" + fresh);
            command.add("-XX:TieredStopAtLevel=1");
            command.addAll(List.of("-cp", Packaged.CLASS_PATH, Regatta.class.getName(), "compare"));
            command.addAll(List.of("sum-of-squares", "--target=1000", "--repeat=2", "--rounds=1"));
            command.addAll(List.of("--modes=thread-pool", "--report=" + BUILT.resolve("archived")));
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            Files.move(fresh, archive, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | InterruptedException none) {
            System.err.println("no archive of classes: " + none);
        }
        return archive;
    }
}
