package regatta.workload.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Says which programs may run in this JVM; immutable.
 *
 * <p>If the settings contain a key, any program may run. Then each task must be signed with the
 * key, so the task has the rights of the person who started the coordinator and its nodes. Without
 * a key, only listed programs may run. Then a task must name its program exactly as the list does.
 * The program runs in a new folder, and the task sets only variables that the settings name.
 */
final class Rights {
    private static final String SETTING = "regatta.command.allowed";

    private final boolean all;

    /**
     * The listed paths of programs, each with the file to which the path led when this JVM started.
     * If the path did not exist at that time, the path itself stands for the file.
     */
    private final Map<String, Path> allowed = new TreeMap<>();

    private final Set<String> variables;

    /**
     * Reads which programs may run in this JVM.
     *
     * @param all whether every program may run
     * @param allowed absolute paths of programs
     * @param variables names of variables that a job may set
     * @throws IllegalArgumentException if a path is not absolute or contains {@code .} or {@code
     *     ..}; the exception's message names the setting and the path
     */
    Rights(boolean all, List<String> allowed, Set<String> variables) {
        this.all = all;
        this.variables = Set.copyOf(variables);
        for (String listed : allowed) {
            this.allowed.put(listed, target(path(listed)));
        }
    }

    private static Path path(String listed) {
        try {
            Path path = Path.of(listed);
            if (path.isAbsolute() && path.normalize().toString().equals(listed)) {
                return path;
            }
        } catch (InvalidPathException _) {
            // The message below says what a path has to be.
        }
        throw new IllegalArgumentException(
                "%s: \"%s\" is not an absolute path without . and ..".formatted(SETTING, listed));
    }

    private static Path target(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            return path;
        }
    }

    boolean all() {
        return all;
    }

    /** Returns the listed programs, sorted. */
    Set<String> programs() {
        return allowed.keySet();
    }

    /** Returns why a client may not run a spec; empty if the client may run the spec. */
    Optional<String> refusal(Command.Spec spec) {
        if (all) {
            return Optional.empty();
        }
        String program = spec.argv().getFirst();
        if (!allowed.containsKey(program)) {
            return Optional.of("the program %s is not in %s".formatted(program, SETTING));
        }
        if (spec.folder() != null) {
            return Optional.of(
                    "a job over HTTP cannot name a folder: only whoever started the coordinator"
                            + " may");
        }
        return spec.environment().keySet().stream()
                .filter(name -> !variables.contains(name))
                .sorted()
                .findFirst()
                .map("the variable %s is not in regatta.command.settable"::formatted)
                .or(() -> moved(program));
    }

    /** Returns why a task may not run now in this JVM; empty if the task may run. */
    Optional<String> refusal(CommandTask task) {
        return refusal(
                new Command.Spec(
                        task.argv(),
                        List.of(task.input()),
                        null,
                        null,
                        task.environment(),
                        task.folderOrNull(),
                        null,
                        true));
    }

    private Optional<String> moved(String program) {
        Path then = allowed.getOrDefault(program, Path.of(program));
        Path path = Path.of(program);
        if (!Files.exists(path) || target(path).equals(then)) {
            return Optional.empty();
        }
        return Optional.of(
                "%s now leads to %s, but led to %s when this node started"
                        .formatted(program, target(path), then));
    }
}
