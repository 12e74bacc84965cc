package regatta.workload.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import regatta.workload.FailureSide;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;

/**
 * Runs one task: starts the task's program, waits for the program's end, and removes the program's
 * folder and all processes that the program started.
 */
final class Program {
    private static final long PIPES_MILLIS = 1_000;
    private static final Duration BETWEEN_MARKS = Duration.ofDays(1);

    /** How many lines of a failed program's output the message of the failure shows. */
    private static final int LAST_LINES = 3;

    private static final String SEVERAL = "*";
    private static final String OWN = "REGATTA_";

    private final CommandSettings settings;
    private final Duration betweenMarks;
    private final KeptFiles files;

    Program(CommandSettings settings) {
        this(settings, BETWEEN_MARKS);
    }

    /**
     * @param betweenMarks how often the folder of a program without a timeout is marked as in use
     */
    Program(CommandSettings settings, Duration betweenMarks) {
        this.settings = settings;
        this.betweenMarks = betweenMarks;
        files = new KeptFiles(settings.directory());
    }

    void discardLeftovers() {
        files.discardLeftovers();
    }

    Ran run(CommandTask task, TaskContext context)
            throws TaskFailedException, IOException, InterruptedException {
        String refusal = settings.rights().refusal(task).orElse(null);
        if (refusal != null) {
            throw new TaskFailedException("not-allowed", refusal, false);
        }
        Template template = new Template(task.input(), task.number(), context.slot() + 1);
        try (KeptFiles.Folder folder = files.folder(task.folder(), context)) {
            Map<String, String> environment = environment(task, context);
            List<String> arguments = template.arguments(task.argv());
            checkFolder(folder.path());
            checkProgram(arguments.getFirst(), folder.path(), environment);
            ProcessBuilder builder = new ProcessBuilder(Posix.inSession(arguments));
            builder.directory(folder.path().toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Ran ran = run(task, builder, folder, context);
            Optional<String> file = task.file().map(template::text);
            return file.isEmpty() ? ran : folder.keep(ran, file.get());
        }
    }

    private Ran run(
            CommandTask task, ProcessBuilder builder, KeptFiles.Folder folder, TaskContext context)
            throws TaskFailedException, IOException, InterruptedException {
        Family.expect();
        Process process = builder.start();
        Family family = new Family(process, builder.environment().getOrDefault(Family.MARK, ""));
        try {
            Kept stdout =
                    Kept.beginning(
                            process.getInputStream(),
                            settings.keepBytes(),
                            settings.mostBytes(),
                            family::kill);
            Kept stderr =
                    Kept.end(
                            process.getErrorStream(),
                            settings.keepBytes(),
                            settings.mostBytes(),
                            family::kill);
            feed(process.getOutputStream(), task.stdin().orElse(""));
            boolean inTime = awaitEnd(process, task.timeout(), folder);
            if (!inTime) {
                int others = family.end(settings.killAfter());
                drain(family, stdout, stderr);
                throw tooLong(task, others, lastPrinted(stdout, stderr));
            }
            family.ended();
            drain(family, stdout, stderr);
            return ended(task, process.exitValue(), stdout, stderr);
        } catch (InterruptedException stop) {
            int _ = family.end(settings.killAfter());
            throw stop;
        } finally {
            family.forget();
            context.usedElsewhere(Posix.claimChildrenNanos());
        }
    }

    /** Waits until a program ends. Returns whether the program ended within its timeout. */
    private boolean awaitEnd(Process process, Optional<Duration> timeout, KeptFiles.Folder folder)
            throws InterruptedException {
        if (timeout.isPresent()) {
            return process.waitFor(timeout.get().toNanos(), TimeUnit.NANOSECONDS);
        }
        while (!process.waitFor(betweenMarks.toNanos(), TimeUnit.NANOSECONDS)) {
            folder.inUse();
        }
        return true;
    }

    /**
     * Waits until both streams of a program end. A process that left the program's session may hold
     * the streams open after the program's end. Then this method kills that process.
     */
    private static void drain(Family family, Kept stdout, Kept stderr) throws InterruptedException {
        if (!stdout.await(PIPES_MILLIS) || !stderr.await(PIPES_MILLIS)) {
            family.kill();
            boolean _ = stdout.await(PIPES_MILLIS) && stderr.await(PIPES_MILLIS);
        }
    }

    private Ran ended(CommandTask task, int exitCode, Kept stdout, Kept stderr)
            throws TaskFailedException {
        if (stdout.isOver() || stderr.isOver()) {
            throw new TaskFailedException(
                    "too-much-output",
                    "%s was killed: it printed more than %,d bytes (regatta.command.max-output)"
                            .formatted(name(task), settings.mostBytes()),
                    false);
        }
        if (exitCode != 0) {
            throw new TaskFailedException(
                    "exit-code",
                    "%s ended with exit code %d%s"
                            .formatted(name(task), exitCode, lastPrinted(stdout, stderr)),
                    true);
        }
        return new Ran(
                exitCode,
                stdout.text(),
                stdout.cut(),
                stderr.text(),
                stderr.cut(),
                stdout.digest(),
                null,
                null,
                null);
    }

    private static TaskFailedException tooLong(CommandTask task, int others, String printed) {
        String with =
                switch (others) {
                    case 0 -> "";
                    case 1 -> " with a process that it had started";
                    default -> " with %d processes that it had started".formatted(others);
                };
        return new TaskFailedException(
                "timeout",
                "%s ran for longer than %s and was killed%s%s"
                        .formatted(name(task), task.timeout().orElse(Duration.ZERO), with, printed),
                true);
    }

    private static void checkFolder(Path folder) throws TaskFailedException {
        if (!Files.isDirectory(folder)) {
            throw lacking("folder " + folder);
        }
    }

    private static TaskFailedException lacking(String what) {
        return new TaskFailedException(
                "lacking",
                "this node has no " + Texts.shown(what),
                true,
                FailureSide.NODE,
                Duration.ZERO);
    }

    /**
     * Fails if this node does not have the program. A missing program is the fault of the node, not
     * of the task.
     */
    private static void checkProgram(String program, Path folder, Map<String, String> environment)
            throws TaskFailedException {
        boolean found;
        if (program.contains("/")) {
            found = isProgram(folder.resolve(program));
        } else {
            found =
                    List.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                            .anyMatch(each -> isProgram(folder.resolve(each).resolve(program)));
        }
        if (!found) {
            throw lacking("program " + program);
        }
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    private Map<String, String> environment(CommandTask task, TaskContext context) {
        Map<String, String> environment = new TreeMap<>();
        boolean all = settings.inherited().contains(SEVERAL);
        System.getenv()
                .forEach((name, value) -> {
                    if ((all && !name.startsWith(OWN)) || settings.inherited().contains(name)) {
                        environment.put(name, value);
                    }
                });
        environment.putAll(task.environment());
        environment.put(
                Family.MARK,
                "%s/%d/%d".formatted(context.job(), context.index(), context.attempt()));
        return environment;
    }

    /**
     * Writes to a program's standard input on a thread of its own, because a program need not read
     * its standard input.
     */
    private static void feed(OutputStream stdin, String text) throws IOException {
        if (text.isEmpty()) {
            stdin.close();
            return;
        }
        Thread.ofPlatform()
                .daemon()
                .name("command-stdin")
                .start(() -> {
                    try (stdin) {
                        stdin.write(text.getBytes(UTF_8));
                    } catch (IOException _) {
                        // The program ended without reading the whole text.
                    }
                });
    }

    /**
     * Returns the end of a failure's message: the last lines that the program printed to standard
     * error or, if it printed no line to standard error, to standard output.
     */
    private static String lastPrinted(Kept stdout, Kept stderr) {
        String errors = Texts.lastLines(stderr.text(), LAST_LINES);
        String lines =
                errors.isEmpty() && !stdout.cut()
                        ? Texts.lastLines(stdout.text(), LAST_LINES)
                        : errors;
        return lines.isEmpty() ? "" : ": " + lines;
    }

    private static String name(CommandTask task) {
        return Texts.printable(task.name());
    }
}
