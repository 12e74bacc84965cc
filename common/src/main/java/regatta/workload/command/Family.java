package regatta.workload.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A program and all its descendants: the processes that the program started, the processes that the
 * program's children started, and so on.
 *
 * <p>Regatta finds these processes by three marks: the process group of the program's session, the
 * parent of a process, and, on Linux, an environment variable that children inherit. So a process
 * escapes only if it leaves the session, loses its parent and clears its environment. Safe from any
 * thread.
 */
final class Family {
    /** The environment variable that marks every process of a program. */
    static final String MARK = "REGATTA_RUN";

    private static final int ROUNDS = 10;
    private static final long ROUND_MILLIS = 200;

    private final Process program;
    private final boolean session;
    private final byte[] mark;

    /** Starts the {@link Guard} before a program starts, if the guard does not run yet. */
    static void expect() {
        if (Posix.hasSessions()) {
            Guard.OF_THIS_JVM.watch();
        }
    }

    /**
     * Makes the family of a program that has just started, and tells the {@link Guard} of the
     * program.
     *
     * @param run the value of the program's variable {@link #MARK}; no other program has the same
     *     value
     */
    Family(Process program, String run) {
        this.program = program;
        this.session = Posix.hasSessions();
        this.mark = (MARK + "=" + run).getBytes(UTF_8);
        if (session) {
            Guard.OF_THIS_JVM.add(program.pid());
        }
    }

    /**
     * Sends SIGTERM to the program and its process group. Waits until the program has ended or the
     * given time is over. Then kills every process that is still alive. Returns how many processes
     * this method found besides the program.
     */
    int end(Duration after) throws InterruptedException {
        Set<ProcessHandle> known = new HashSet<>();
        try {
            known.addAll(relatives(known));
            if (session) {
                Posix.signalGroup(program.pid(), Posix.SIGTERM);
            }
            program.destroy();
            boolean _ = program.waitFor(after.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            kill(known);
        }
        return known.size();
    }

    /** Kills the program and all its descendants without SIGTERM. */
    void kill() {
        kill(new HashSet<>());
    }

    private void kill(Set<ProcessHandle> known) {
        boolean interrupted = false;
        for (int round = 0; round < ROUNDS; round++) {
            known.addAll(relatives(known));
            killGroup();
            program.destroyForcibly();
            known.forEach(ProcessHandle::destroyForcibly);
            interrupted |= awaitEnd(known);
            // A process may have forked during this round. The next round finds the new child.
            if (!program.isAlive()
                    && known.stream().noneMatch(ProcessHandle::isAlive)
                    && marked().isEmpty()) {
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills the processes that remain in the program's session after the program has ended. */
    void ended() {
        killGroup();
    }

    /** Tells the guard that no process of this program needs to be killed any more. */
    void forget() {
        if (session) {
            Guard.OF_THIS_JVM.remove(program.pid());
        }
    }

    private void killGroup() {
        if (session) {
            Posix.signalGroup(program.pid(), Posix.SIGKILL);
        }
    }

    private boolean awaitEnd(Set<ProcessHandle> known) {
        CompletableFuture<?>[] all =
                known.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        CompletableFuture<Void> ended =
                CompletableFuture.allOf(program.onExit(), CompletableFuture.allOf(all))
                        .completeOnTimeout(null, ROUND_MILLIS, TimeUnit.MILLISECONDS);
        try {
            ended.get();
            return false;
        } catch (InterruptedException stop) {
            return true;
        } catch (java.util.concurrent.ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Set<ProcessHandle> relatives(Set<ProcessHandle> known) {
        Set<ProcessHandle> found = new HashSet<>(marked());
        program.descendants().forEach(found::add);
        known.forEach(each -> each.descendants().forEach(found::add));
        found.remove(program.toHandle());
        return found;
    }

    /** Returns the processes that inherited the mark; no process on a system other than Linux. */
    private Set<ProcessHandle> marked() {
        Set<ProcessHandle> found = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) {
                if (carriesMark(each.resolve("environ"))) {
                    ProcessHandle.of(Long.parseLong(each.getFileName().toString()))
                            .filter(ProcessHandle::isAlive)
                            .ifPresent(found::add);
                }
            }
        } catch (IOException _) {
            // Without /proc the other two marks must suffice.
        }
        return found;
    }

    private boolean carriesMark(Path environment) {
        byte[] all;
        try {
            all = Files.readAllBytes(environment);
        } catch (IOException _) {
            // The process belongs to another user, or has ended.
            return false;
        }
        for (int from = 0; from + mark.length <= all.length; from++) {
            int same = 0;
            while (same < mark.length && all[from + same] == mark[same]) {
                same++;
            }
            boolean begins = from == 0 || all[from - 1] == 0;
            boolean ends = from + same == all.length || all[from + same] == 0;
            if (same == mark.length && begins && ends) {
                return true;
            }
        }
        return false;
    }
}
