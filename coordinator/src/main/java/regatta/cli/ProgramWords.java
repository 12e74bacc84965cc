package regatta.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A program, its arguments and its inputs as a user types them: {@code PROGRAM ARGUMENT… :::
 * INPUT…}. Several lists after {@code :::} stand for all combinations of the lists' entries. The
 * last list varies fastest.
 */
public final class ProgramWords {
    private static final String SEPARATOR = ":::";
    private static final long MOST_COMBINATIONS = 100_000;

    private final List<String> argv;
    private final List<List<String>> sources;

    private ProgramWords(List<String> argv, List<List<String>> sources) {
        this.argv = argv;
        this.sources = sources;
    }

    /**
     * Reads the words that the user typed after the command's name.
     *
     * @throws CommandException if a part is missing or there are too many combinations
     */
    public static ProgramWords of(List<String> words) {
        List<List<String>> parts = new ArrayList<>();
        parts.add(new ArrayList<>());
        for (String word : words) {
            if (word.equals(SEPARATOR)) {
                parts.add(new ArrayList<>());
            } else {
                parts.getLast().add(word);
            }
        }
        ProgramWords read = new ProgramWords(parts.getFirst(), parts.subList(1, parts.size()));
        read.check();
        return read;
    }

    private void check() {
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
            throw usage("command needs a program: command -- PROGRAM ARGUMENT… ::: INPUT…");
        }
        if (sources.isEmpty() || sources.stream().anyMatch(List::isEmpty)) {
            throw usage("command needs inputs after :::, a task each: ::: a b c");
        }
        long combinations = 1;
        for (List<String> source : sources) {
            combinations *= source.size();
            if (combinations > MOST_COMBINATIONS) {
                throw usage(
                        "the inputs have more than %,d combinations".formatted(MOST_COMBINATIONS));
            }
        }
    }

    /**
     * Returns a job that runs the program for each input. Looks for the program in this process's
     * folder and PATH.
     *
     * @param within whether the programs run in this process's folder
     * @throws CommandException if the program does not exist
     */
    public ObjectNode job(boolean within) {
        Path here = Path.of("").toAbsolutePath();
        ObjectNode job = job(here, Objects.requireNonNullElse(System.getenv("PATH"), ""));
        if (within) {
            job.withObjectProperty("workload").put("folder", here.toString());
        }
        return job;
    }

    /**
     * Returns a job that runs the program for each input, and names the program by its absolute
     * path.
     *
     * @param here the folder where the user typed the command
     * @param path the folders in which to look for the program, in the form of the variable PATH
     * @throws CommandException if the program does not exist
     */
    ObjectNode job(Path here, String path) {
        ObjectNode workload = JsonNodeFactory.instance.objectNode().put("kind", "command");
        ArrayNode arguments = workload.putArray("argv");
        arguments.add(program(here, path));
        argv.stream().skip(1).forEach(arguments::add);
        ArrayNode inputs = workload.putArray("inputs");
        for (List<String> values : combinations()) {
            if (values.size() == 1) {
                inputs.add(values.getFirst());
            } else {
                values.forEach(inputs.addArray()::add);
            }
        }
        return JsonNodeFactory.instance.objectNode().set("workload", workload);
    }

    private List<List<String>> combinations() {
        List<List<String>> all = List.of(List.of());
        for (List<String> source : sources) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> begun : all) {
                source.forEach(value ->
                        longer.add(Stream.concat(begun.stream(), Stream.of(value)).toList()));
            }
            all = longer;
        }
        return all;
    }

    private String program(Path here, String path) {
        String name = argv.getFirst();
        if (name.contains("{")) {
            // The name of the program itself depends on the input.
            return name;
        }
        try {
            if (name.contains("/")) {
                Path found = here.resolve(name).normalize();
                if (isProgram(found)) {
                    return found.toString();
                }
            } else {
                for (String folder : path.split(File.pathSeparator, -1)) {
                    Path found = here.resolve(folder).resolve(name);
                    if (isProgram(found)) {
                        return found.toString();
                    }
                }
            }
        } catch (InvalidPathException _) {
            // No file can have this name.
        }
        throw usage("there is no program %s here".formatted(name));
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private static CommandException usage(String message) {
        return new CommandException(Exit.USAGE, message);
    }
}
