package regatta.coordinator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that tests start where a machine has them. */
public final class TestingPrograms {
    private TestingPrograms() {}

    /** Returns the first program of one of these names on the PATH. */
    public static Optional<Path> first(String... names) {
        return Stream.of(Objects.toString(System.getenv("PATH"), "").split(":"))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
