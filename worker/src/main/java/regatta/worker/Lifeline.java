package regatta.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard input of a child JVM: first a line, then silence for as long as its parent lives.
 * The kernel closes it however the parent ends, so no child outlives it.
 */
final class Lifeline {
    private static final int PARENT_GONE = 1;

    private final InputStream input;

    Lifeline(InputStream input) {
        this.input = input;
    }

    /** Reads the line that the parent writes first. */
    String firstLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = input.read();
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = input.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** From now on this JVM ends at once when the input does, whatever it is doing. */
    void hold() {
        Thread.ofPlatform().name("lifeline").daemon().start(this::awaitEnd);
    }

    private void awaitEnd() {
        try {
            while (input.read() >= 0) {
                // The parent says nothing more.
            }
        } catch (IOException closed) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
