package regatta.workload.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.Violation;

/** Finds what is wrong with a spec. {@link Rights} decides what a client may run. */
record CommandCheck(int maxInputs) {
    static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final int MOST_ARGUMENTS = 1_000;
    private static final int MOST_VALUES = 10;
    private static final int MOST_VIOLATIONS = 20;

    /**
     * The largest number of bytes that argv, environment and stdin may have together. A task with
     * its input then stays well below 256 KiB, the limit on a message between nodes.
     */
    private static final int MOST_BYTES = 64 * 1024;

    private static final int MOST_INPUT_BYTES = 16 * 1024;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,254}");
    private static final String RESERVED = "REGATTA_";

    List<Field> fields() {
        return List.of(
                Field.required(
                        "argv",
                        FieldType.list(FieldType.text(), 1, MOST_ARGUMENTS),
                        "The program and its arguments. {} {.} {/} {//} {/.} {#} {%} {1} {2.} mean"
                                + " what they mean to GNU parallel; without any of them the input"
                                + " is the last argument."),
                Field.required(
                        "inputs",
                        FieldType.list(
                                FieldType.either(
                                        FieldType.text(),
                                        FieldType.list(FieldType.text(), 1, MOST_VALUES)),
                                1,
                                maxInputs),
                        "One task each: a string, or an array of strings for a combination."),
                Field.optional(
                        "stdin",
                        FieldType.text(),
                        "The text that each program reads from standard input; empty by default."),
                Field.optional(
                        "timeout",
                        FieldType.time(SHORTEST, LONGEST),
                        "After this time a program is killed with all processes that it started."),
                Field.secret(
                        "environment",
                        FieldType.named(FieldType.text()),
                        "Variables of the programs, besides those that they inherit by"
                                + " regatta.command.inherit."),
                Field.optional(
                        "folder",
                        FieldType.text(),
                        "The absolute path of the folder where programs run; by default each has a"
                                + " new folder of its own."),
                Field.optional(
                        "file",
                        FieldType.text(),
                        "The file that each program leaves in its folder, with placeholders; it is"
                                + " kept with the job."),
                Field.optional(
                        "repeatable",
                        FieldType.flag(),
                        true,
                        "Whether the same input always prints the same to standard output. A"
                                + " comparison fails if this is true and the output differs."));
    }

    List<Violation> check(Command.Spec spec) {
        List<Violation> found = new ArrayList<>();
        BiConsumer<String, String> add =
                (at, what) -> {
                    if (found.size() < MOST_VIOLATIONS) {
                        found.add(new Violation(at, what));
                    }
                };
        int bytes = arguments(spec.argv(), add) + environment(spec.environment(), add);
        inputs(spec.inputs(), add);
        if (spec.stdin() != null) {
            bytes += bytes(spec.stdin());
        }
        if (bytes > MOST_BYTES) {
            add.accept(
                    "/argv",
                    "argv, environment and stdin may have %,d bytes together"
                            .formatted(MOST_BYTES));
        }
        Duration timeout = spec.timeout();
        if (timeout != null
                && (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0)) {
            add.accept("/timeout", "must be from PT0.001S to P30D");
        }
        paths(spec, add);
        return List.copyOf(found);
    }

    private static int arguments(List<String> argv, BiConsumer<String, String> add) {
        if (argv.isEmpty() || argv.size() > MOST_ARGUMENTS) {
            add.accept("/argv", "must list 1 to %d strings".formatted(MOST_ARGUMENTS));
            return 0;
        }
        if (argv.getFirst().isEmpty()) {
            add.accept("/argv/0", "must name a program");
        }
        for (int at = 0; at < argv.size(); at++) {
            checkText(argv.get(at), "/argv/" + at, add);
        }
        return argv.stream().mapToInt(CommandCheck::bytes).sum();
    }

    private void inputs(List<Input> inputs, BiConsumer<String, String> add) {
        if (inputs.isEmpty() || inputs.size() > maxInputs) {
            add.accept(
                    "/inputs",
                    "must list 1 to %d inputs (regatta.command.max-inputs)".formatted(maxInputs));
            return;
        }
        for (int at = 0; at < inputs.size(); at++) {
            List<String> values = inputs.get(at).values();
            String pointer = "/inputs/" + at;
            if (values.size() > MOST_VALUES) {
                add.accept(pointer, "must have at most %d strings".formatted(MOST_VALUES));
            }
            if (values.stream().mapToInt(CommandCheck::bytes).sum() > MOST_INPUT_BYTES) {
                add.accept(pointer, "must have at most %,d bytes".formatted(MOST_INPUT_BYTES));
            }
            values.forEach(value -> checkText(value, pointer, add));
        }
    }

    private static int environment(
            Map<String, String> environment, BiConsumer<String, String> add) {
        int bytes = 0;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (!VARIABLE.matcher(name).matches() || name.startsWith(RESERVED)) {
                add.accept(
                        "/environment",
                        "names have letters, digits and _, and do not begin with " + RESERVED);
            }
            checkText(variable.getValue(), "/environment/" + name, add);
            bytes += bytes(name) + bytes(variable.getValue());
        }
        return bytes;
    }

    private static void paths(Command.Spec spec, BiConsumer<String, String> add) {
        String folder = spec.folder();
        if (folder != null) {
            checkText(folder, "/folder", add);
            if (!folder.startsWith("/")) {
                add.accept("/folder", "must be an absolute path");
            }
        }
        String file = spec.file();
        if (file != null) {
            checkText(file, "/file", add);
            if (file.isEmpty() || file.startsWith("/")) {
                add.accept("/file", "must be a path within the program's folder");
            }
        }
    }

    /** Refuses a text with the character of code 0, which no system can pass to a program. */
    private static void checkText(String text, String pointer, BiConsumer<String, String> add) {
        if (text.indexOf('\0') >= 0) {
            add.accept(pointer, "must have no character 0");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
