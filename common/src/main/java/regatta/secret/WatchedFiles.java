package regatta.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads some files, and reads the files again when somebody changes a file. If the changed files
 * are wrong, the last valid content stays in use. Safe from any thread.
 *
 * @param <T> what is read from the files
 */
public final class WatchedFiles<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);
    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final String what;
    private final List<Path> files;
    private final Supplier<T> reader;
    private T value;
    private long changedAt;
    private long lookedAt;

    /**
     * Reads the files.
     *
     * @param what the words for the content in lines of the log
     * @param reader reads the files; throws an {@link IllegalArgumentException} that says what is
     *     wrong with the files
     * @param now the present time in monotonic nanoseconds
     */
    public WatchedFiles(String what, List<Path> files, Supplier<T> reader, long now) {
        this.what = what;
        this.files = List.copyOf(files);
        this.reader = reader;
        this.changedAt = newest();
        this.value = reader.get();
        this.lookedAt = now;
    }

    /**
     * Returns the last valid content of the files. A change of the files may take a second to show.
     *
     * @param now the present time in monotonic nanoseconds
     */
    public synchronized T get(long now) {
        if (now - lookedAt >= LOOK_AGAIN) {
            lookedAt = now;
            long newest = newest();
            if (newest != changedAt) {
                changedAt = newest;
                readAgain();
            }
        }
        return value;
    }

    private void readAgain() {
        try {
            value = reader.get();
            LOG.info("read {} again", what);
        } catch (IllegalArgumentException wrong) {
            LOG.warn(
                    "cannot use the changed files, so {} remain as they were: {}",
                    what,
                    wrong.getMessage());
        }
    }

    /**
     * Returns the time of the last change of any of the files, in milliseconds since 1970; −1 while
     * a file is missing.
     */
    private long newest() {
        try {
            long newest = 0;
            for (Path file : files) {
                newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            }
            return newest;
        } catch (IOException missing) {
            return -1;
        }
    }
}
