package regatta.workload.command;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One program to run.
 *
 * @param argv the program and its arguments, with placeholders
 * @param number the task's number, from 1
 * @param stdinOrNull the text that the program reads from standard input; null stands for no text
 * @param timeoutOrNull the time after which the program is killed; null if there is no limit
 * @param folderOrNull the folder where the program runs; null if the program runs in a new folder
 * @param fileOrNull the file of the program's folder that the job keeps; may hold placeholders;
 *     null if the job keeps no file
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

    /** Returns the last part of the program's path, which messages show. */
    String name() {
        String program = argv.getFirst();
        return program.substring(program.lastIndexOf('/') + 1);
    }
}
