package regatta.workload.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One program to run.
 *
 * @param argv with placeholders
 * @param number of the task, from 1
 * @param stdinOrNull what the program reads, as it stands
 * @param timeoutOrNull after which it is killed; no limit when null
 * @param folderOrNull where it runs; a new folder of its own when null
 * @param fileOrNull the file to keep, with placeholders
 */
record CommandTask(
        List<String> argv,
        Input input,
        int number,
        @Nullable String stdinOrNull,
        @Nullable Duration timeoutOrNull,
        Map<String, String> environment,
        @Nullable String folderOrNull,
        @Nullable String fileOrNull) {
    CommandTask {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    Optional<String> stdin() {
        return Optional.ofNullable(stdinOrNull);
    }

    Optional<Duration> timeout() {
        return Optional.ofNullable(timeoutOrNull);
    }

    Optional<String> folder() {
        return Optional.ofNullable(folderOrNull);
    }

    Optional<String> file() {
        return Optional.ofNullable(fileOrNull);
    }

    /** The last part of the program's path, for messages. */
    String name() {
        String program = argv.getFirst();
        return program.substring(program.lastIndexOf('/') + 1);
    }
}
