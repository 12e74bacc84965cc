package regatta.workload.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import regatta.workload.JobFiles;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.TaskFile;

/** Programs that print, fail, fork, ignore signals and run for ever. */
@Timeout(180)
class CommandIT {
    @TempDir private Path folder;

    @Test
    void keepsWhatAProgramPrints() throws Exception {
        Ran ran = run("echo out {#}; echo err >&2; cat; echo $VALUE $0 $HOME_LESS");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.stdout()).isEqualTo("out 1\nread\nset input\n");
        assertThat(ran.stderr()).isEqualTo("err\n");
        assertThat(ran.stdoutCut() || ran.stderrCut()).isFalse();
        try (Stream<Path> left = Files.list(folder.resolve(".runs"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void marksTheFolderOfALongProgramAsInUse() throws Exception {
        Program program =
                new Program(CommandSettings.of(Testing.block(folder)), Duration.ofMillis(10));
        String untilMarked =
                "touch -d '40 days ago' .;"
                        + " while [ -n \"$(find . -maxdepth 0 -mtime +30)\" ]; do sleep 0.01; done;"
                        + " echo marked";

        Ran ran = program.run(leaving(untilMarked, null), new Testing.Task("job"));

        assertThat(ran.stdout()).isEqualTo("marked\n");
    }

    @Test
    void tellsTheProcessorTimeOfAProgram() throws Exception {
        AtomicLong told = new AtomicLong();
        TaskContext context =
                new TaskContext() {
                    @Override
                    public String job() {
                        return "job";
                    }

                    @Override
                    public int index() {
                        return 0;
                    }

                    @Override
                    public int attempt() {
                        return 1;
                    }

                    @Override
                    public boolean isCancelled() {
                        return false;
                    }

                    @Override
                    public void usedElsewhere(long nanos) {
                        told.set(nanos);
                    }
                };
        CommandTask busy = task("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done", 60);

        Ran _ = Testing.command(folder).run(busy, context);

        assertThat(told.get()).isGreaterThan(10_000_000);
    }

    @Test
    void keepsABoundedPartAndTheDigestOfAll() throws Exception {
        Ran ran =
                run(
                        "i=0; while [ $i -lt 3000 ]; do echo line $i; echo bad $i >&2; i=$((i+1)); done");

        assertThat(ran.stdout()).startsWith("line 0\n").hasSize(16 * 1024);
        assertThat(ran.stdoutCut()).isTrue();
        assertThat(ran.stderr()).endsWith("bad 2999\n").hasSize(16 * 1024);
        assertThat(ran.stderrCut()).isTrue();
        assertThat(ran.stdoutSha256()).isEqualTo(run("seq -f 'line %g' 0 2999").stdoutSha256());
    }

    @Test
    void namesExitCodeAndLastLinesOfAFailure() {
        TaskFailedException failure =
                catchThrowableOfType(
                        TaskFailedException.class,
                        () ->
                                run(
                                        "seq 3 >&2; echo out; printf 'no \\033[31mluck\\n\\n' >&2;"
                                                + " exit 3"));

        assertThat(failure.kind()).isEqualTo("exit-code");
        assertThat(failure).hasMessage("sh ended with exit code 3: 2 | 3 | no ?[31mluck");
        assertThat(catchThrowable(() -> run("seq 2; echo >&2; exit 1")))
                .hasMessage("sh ended with exit code 1: 1 | 2");
    }

    @Test
    void killsAProgramThatPrintsTooMuch() {
        Throwable failure =
                catchThrowable(() ->
                        Testing.command(folder, "regatta.command.max-output=1 MiB")
                                .run(task("yes & yes", 60), new Testing.Task("job")));

        assertThat(failure).hasMessageContaining("more than 1,048,576 bytes");
    }

    @Test
    void killsAllThatAProgramStartedWhenItsTimeIsUp() throws Exception {
        assumeTrue(Posix.hasSessions());
        Path pids = folder.resolve("pids");
        // A child in the session, one that left it, and one that also lost its parent. The shell
        // prints slowly, because "yes" can reach the limit of output in time.
        String script =
                """
                trap '' TERM
                (trap '' TERM; sleep 1000) &
                echo $! >> PIDS
                setsid sh -c 'trap "" TERM; echo $$ >> PIDS; exec sleep 1000' &
                (setsid sh -c 'trap "" TERM; echo $$ >> PIDS; exec sleep 1000' &)
                echo $$ >> PIDS
                echo busy >&2
                while :; do echo y; done
                """
                        .replace("PIDS", pids.toString());

        TaskFailedException failure =
                catchThrowableOfType(TaskFailedException.class, () -> run(script, 5));

        assertThat(failure.kind()).isEqualTo("timeout");
        assertThat(failure.getMessage())
                .startsWith("sh ran for longer than PT5S and was killed with ")
                .endsWith(": busy");
        List<String> all = Files.readAllLines(pids);
        assertThat(all).hasSize(4);
        all.forEach(each -> awaitEnd(Long.parseLong(each)));
    }

    @Test
    void killsAProgramWhoseTaskIsInterrupted() throws Exception {
        Path started = folder.resolve("started");
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread runner =
                Thread.ofVirtual()
                        .start(() ->
                                ended.complete(
                                        catchThrowable(() ->
                                                run(
                                                        "echo $$ > %s; sleep 1000"
                                                                .formatted(started),
                                                        100))));
        await(started);
        runner.interrupt();

        assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(isAlive(Long.parseLong(Files.readString(started).strip()))).isFalse();
    }

    @Test
    void leavesNothingOfAProgramThatEndsBeforeItsChildren() throws Exception {
        assumeTrue(Posix.hasSessions());

        Ran ran = run("sleep 1000 & echo $!");

        awaitEnd(Long.parseLong(ran.stdout().strip()));
    }

    @Test
    void killsProgramsWhenTheJvmIsKilled() throws Exception {
        assumeTrue(Posix.hasSessions());
        Path started = folder.resolve("started");
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Sleeping.class.getName(),
                                folder.toString(),
                                started.toString())
                        .inheritIO()
                        .start();
        await(started);

        jvm.destroyForcibly().waitFor();

        awaitEnd(Long.parseLong(Files.readString(started).strip()));
    }

    /** A JVM that runs a program which never ends. */
    static final class Sleeping {
        private Sleeping() {}

        public static void main(String[] arguments) throws Exception {
            String script =
                    "echo $$ > %s.new; mv %s.new %s; sleep 1000".replace("%s", arguments[1]);
            Testing.command(Path.of(arguments[0])).run(task(script, 600), new Testing.Task("job"));
        }
    }

    @Test
    void keepsTheFileThatAProgramLeaves() throws Exception {
        Command command = Testing.command(folder);
        CommandTask task = leaving("printf made > out-{}.txt", "out-{}.txt");

        Ran first = command.run(task, new Testing.Task("job"));
        Ran second = command.run(task, new Testing.Task("job", 7, 1));

        assertThat(List.of(first.file(), second.file()))
                .isEqualTo(List.of("out-input.txt", "out-input-7.txt"));
        TaskFile file = command.file(first).orElseThrow();
        assertThat(command.files().orElseThrow().find("job", file))
                .isInstanceOf(JobFiles.Found.Here.class);
        command.discardFiles("job");
        assertThat(folder.resolve("job")).doesNotExist();
    }

    @Test
    void keepsNoFileFromOutsideOfTheFolder() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        for (CommandTask task :
                List.of(
                        leaving("ln -s %s out".formatted(secret), "out"),
                        leaving("ln -s %s sub".formatted(folder), "sub/secret"),
                        leaving("true", "../../secret"),
                        leaving("mkfifo out", "out"),
                        leaving("true", "none"))) {
            assertThat(
                            catchThrowableOfType(
                                            TaskFailedException.class,
                                            () ->
                                                    Testing.command(folder)
                                                            .run(task, new Testing.Task("job")))
                                    .kind())
                    .isEqualTo("no-file");
        }
    }

    @Test
    void saysWhatTheNodeLacks() {
        assertThat(failure("/no/such", null)).hasMessage("this node has no program /no/such");
        assertThat(failure("/bin/sh", "/no/such")).hasMessage("this node has no folder /no/such");
    }

    private TaskFailedException failure(String program, @Nullable String within) {
        CommandTask task =
                new CommandTask(
                        List.of(program), Input.of("a"), 1, null, null, Map.of(), within, null);
        return catchThrowableOfType(
                TaskFailedException.class,
                () -> Testing.command(folder).run(task, new Testing.Task("job")));
    }

    private Ran run(String script) throws Exception {
        return run(script, 60);
    }

    private Ran run(String script, long seconds) throws Exception {
        return Testing.command(folder).run(task(script, seconds), new Testing.Task("job"));
    }

    private static CommandTask task(String script, long seconds) {
        return new CommandTask(
                List.of("/bin/sh", "-c", script, "{}"),
                Input.of("input"),
                1,
                "read\n",
                Duration.ofSeconds(seconds),
                Map.of("VALUE", "set"),
                null,
                null);
    }

    private static CommandTask leaving(String script, @Nullable String file) {
        return new CommandTask(
                List.of("/bin/sh", "-c", script),
                Input.of("input"),
                1,
                null,
                null,
                Map.of(),
                null,
                file);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(CommandIT::runs).isPresent();
    }

    /** An orphan that nobody waits for stays as a zombie, which runs no more. */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return process.isAlive();
        }
    }

    /** Looks again and again: whoever killed a process need not wait until it has ended. */
    private static void awaitEnd(long pid) {
        long start = System.nanoTime();
        while (isAlive(pid)) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(60));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Waits until a file has a line. */
    private void await(Path file) throws Exception {
        try (var watch = folder.getFileSystem().newWatchService()) {
            folder.register(
                    watch,
                    java.nio.file.StandardWatchEventKinds.ENTRY_CREATE,
                    java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY);
            while (!Files.exists(file) || Files.size(file) == 0) {
                var _ = watch.poll(1, TimeUnit.SECONDS);
            }
        }
    }
}
