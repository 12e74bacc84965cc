package regatta.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How tests start a JVM: as the launcher does, with the archive of classes that it makes, since
 * half of the processor time of a test that starts many goes into loading classes.
 */
public final class TestingJvm {
    private static final Path TOP = top();
    private static final Path BUILT = TOP.resolve("coordinator/target");
    private static final String CLASS_PATH = classPath();

    private TestingJvm() {}

    /** The command up to the name of the class. What it runs is short, so C1 is compiler enough. */
    public static List<String> command(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--add-modules=jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:SharedArchiveFile=" + BUILT.resolve("regatta.jsa"),
                        "-Xlog:cds=off",
                        "-Xlog:aot=off"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", CLASS_PATH));
        return command;
    }

    static Path top() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("regatta"))) {
            at = Objects.requireNonNull(at.getParent(), "the launcher is not above this folder");
        }
        return at;
    }

    /** The launcher's, which the archive is for, then what only tests have. */
    private static String classPath() {
        try {
            new ProcessBuilder("bash", TOP.resolve("regatta").toString(), "doctor")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            List<String> path = new ArrayList<>(jars(BUILT));
            path.addAll(jars(BUILT.resolve("lib")));
            path.add(System.getProperty("java.class.path"));
            return String.join(File.pathSeparator, path);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
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
}
