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
    private List<String> states;
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
        this.states = states();
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
            List<String> present = states();
            if (!present.equals(states)) {
                states = present;
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

    private List<String> states() {
        return files.stream().map(WatchedFiles::state).toList();
    }

    /**
     * Returns a text that changes with a file's content, mode or identity. The time of the last
     * change of the content is not enough: a copy may keep the time of its original, and a person
     * who closes a file to others changes its mode alone.
     */
    private static String state(Path file) {
        try {
            return Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime,mode")
                    .toString();
        } catch (UnsupportedOperationException noUnix) {
            return basicState(file);
        } catch (IOException missing) {
            return "missing";
        }
    }

    private static String basicState(Path file) {
        try {
            return Files.readAttributes(file, "size,lastModifiedTime").toString();
        } catch (IOException missing) {
            return "missing";
        }
    }
}
