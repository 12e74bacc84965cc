package regatta.workload.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Reads everything that a program prints to one stream, but stores only the first or the last
 * bytes.
 *
 * <p>A separate thread reads the stream. A caller may read the results only after {@link #await}
 * returned true for that caller.
 */
final class Kept {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final char REPLACED = '\ufffd';

    private final InputStream from;
    private final byte[] kept;
    private final boolean end;
    private final long most;
    private final Runnable tooMuch;
    private final MessageDigest digest = sha256();
    private final Thread reader;
    private long total;
    private volatile boolean over;

    private Kept(
            String name, InputStream from, int keep, boolean end, long most, Runnable tooMuch) {
        this.from = from;
        this.kept = new byte[keep];
        this.end = end;
        this.most = most;
        this.tooMuch = tooMuch;
        // A virtual thread would hold its carrier while it reads a pipe.
        this.reader = Thread.ofPlatform().daemon().name(name).unstarted(this::readAll);
    }

    /**
     * Starts to read a stream, and stores its first bytes.
     *
     * @param tooMuch runs once, on the reading thread, as soon as the stream has had more than
     *     {@code most} bytes
     */
    static Kept beginning(InputStream from, int keep, long most, Runnable tooMuch) {
        return begun(new Kept("command-stdout", from, keep, false, most, tooMuch));
    }

    /** Starts to read a stream, and stores its last bytes. */
    static Kept end(InputStream from, int keep, long most, Runnable tooMuch) {
        return begun(new Kept("command-stderr", from, keep, true, most, tooMuch));
    }

    private static Kept begun(Kept kept) {
        kept.reader.start();
        return kept;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void readAll() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                add(buffer, read);
                if (total > most && !over) {
                    over = true;
                    tooMuch.run();
                }
            }
        } catch (IOException _) {
            // A killed program's stream may end with an exception.
        }
    }

    private void add(byte[] buffer, int length) {
        digest.update(buffer, 0, length);
        if (end) {
            for (int at = Math.max(0, length - kept.length); at < length; at++) {
                kept[(int) ((total + at) % kept.length)] = buffer[at];
            }
        } else if (total < kept.length) {
            System.arraycopy(
                    buffer, 0, kept, (int) total, Math.min(length, kept.length - (int) total));
        }
        total += length;
    }

    /**
     * Waits at most {@code millis} for the end of the stream. Returns whether the stream has ended.
     */
    boolean await(long millis) throws InterruptedException {
        reader.join(Math.max(1, millis));
        return !reader.isAlive();
    }

    /** Returns whether the stream had more bytes than allowed. */
    boolean isOver() {
        return over;
    }

    boolean cut() {
        return total > kept.length;
    }

    /** Returns the stored bytes as text. A character that was cut in half is left out. */
    String text() {
        if (!cut()) {
            return new String(kept, 0, (int) total, StandardCharsets.UTF_8);
        }
        if (!end) {
            String text = new String(kept, StandardCharsets.UTF_8);
            int last = text.length();
            while (last > 0 && text.charAt(last - 1) == REPLACED) {
                last--;
            }
            return text.substring(0, last);
        }
        byte[] straight = new byte[kept.length];
        int oldest = (int) (total % kept.length);
        System.arraycopy(kept, oldest, straight, 0, kept.length - oldest);
        System.arraycopy(kept, 0, straight, kept.length - oldest, oldest);
        String text = new String(straight, StandardCharsets.UTF_8);
        int first = 0;
        while (first < text.length() && text.charAt(first) == REPLACED) {
            first++;
        }
        return text.substring(first);
    }

    /** Returns the SHA-256 of the whole stream, in hexadecimal. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
