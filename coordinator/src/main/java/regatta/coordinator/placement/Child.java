package regatta.coordinator.placement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM. A thread of its own starts the child, passes the child's output on and waits for the
 * child's end.
 */
final class Child {
    private static final int MAX_LINE = 2_000;
    private static final int LAST_SECONDS = 5;

    private @Nullable Process process;
    private boolean ended;

    private Child() {}

    /**
     * Starts a child without waiting for it.
     *
     * @param configuration the line that the child gets on its standard input; the input stays open
     *     as long as this JVM lives
     * @param output receives each line that the child prints
     * @param whenEnded is called once, with a text that says how the child ended
     */
    static Child start(
            List<String> command,
            String configuration,
            Consumer<String> output,
            Consumer<String> whenEnded) {
        Child child = new Child();
        // A virtual thread that reads a pipe blocks its carrier thread. Mode virtual-threads has
        // one carrier for each core, so each child would take a carrier away from the mode's tasks.
        Thread.ofPlatform()
                .daemon()
                .name("child")
                .start(() -> whenEnded.accept(child.live(command, configuration, output)));
        return child;
    }

    /** Kills the child. Does nothing if the child has already ended. */
    synchronized void end() {
        ended = true;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /**
     * Waits for the child's end, for a few seconds at most. A killed process ends within these
     * seconds.
     */
    void awaitEnd() {
        Process started;
        synchronized (this) {
            started = process;
        }
        if (started != null) {
            started.onExit().completeOnTimeout(started, LAST_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    private String live(List<String> command, String configuration, Consumer<String> output) {
        try {
            Process started = launch(command);
            OutputStream lifeline = started.getOutputStream();
            lifeline.write((configuration + "\n").getBytes(StandardCharsets.UTF_8));
            lifeline.flush();
            pass(started, output);
            return "exit code " + started.waitFor();
        } catch (IOException failure) {
            return failure.getMessage() == null ? "the child did not start" : failure.getMessage();
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private synchronized Process launch(List<String> command) throws IOException {
        if (ended) {
            throw new IOException("the child was killed before it started");
        }
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        process = started;
        return started;
    }

    private static void pass(Process started, Consumer<String> output) throws IOException {
        try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            int next = lines.read();
            while (next >= 0) {
                if (next != '\n') {
                    // A child that prints an endless line must not fill this JVM's memory.
                    if (line.length() < MAX_LINE) {
                        line.append((char) next);
                    }
                } else if (!line.isEmpty()) {
                    output.accept(line.toString());
                    line.setLength(0);
                }
                next = lines.read();
            }
        }
    }
}
