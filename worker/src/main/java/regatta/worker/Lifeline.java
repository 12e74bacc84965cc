package regatta.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Watches the standard input of a child JVM, so that no child outlives its parent. The parent
 * writes one line and then leaves the input open. When the parent ends, in whatever way, the kernel
 * closes the input.
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

    /** Makes this JVM end as soon as the input ends. */
    void hold() {
        Thread.ofPlatform().name("lifeline").daemon().start(this::awaitEnd);
    }

    private void awaitEnd() {
        try {
            while (input.read() >= 0) {
                // The parent writes nothing after the first line.
            }
        } catch (IOException closed) {
            // A closed input has ended, too.
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
