package regatta.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
    private static final FileTime OLD = FileTime.from(1_000, TimeUnit.SECONDS);

    private static final String CHANGED_AT = "unix:ctime";

    @TempDir private Path folder;
    private Path file;
    private Path other;
    private long now;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("file"), "one");
        other = Files.writeString(folder.resolve("other"), "");
    }

    @Test
    void seesAFileThatAnOlderOneReplaces() throws IOException {
        WatchedFiles<String> watched = watched();
        Path older = Files.writeString(folder.resolve("older"), "two");
        Files.setPosixFilePermissions(older, PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(older, OLD);
        Files.move(older, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(later(watched)).isEqualTo("two");
    }

    @Test
    void seesAChangeThatKeepsTheTimeOfTheContent() throws IOException {
        Files.setLastModifiedTime(file, OLD);
        WatchedFiles<String> watched = watched();
        // Some systems count this time in ticks of milliseconds.
        Object before = Files.getAttribute(file, CHANGED_AT);
        do {
            Files.writeString(file, "two");
            Files.setLastModifiedTime(file, OLD);
        } while (Files.getAttribute(file, CHANGED_AT).equals(before));

        assertThat(later(watched)).isEqualTo("two");
    }

    /** A person who follows the advice to run chmod on a file changes nothing else. */
    @Test
    void readsAFileAgainWhenItsModeChanges() throws IOException {
        WatchedFiles<String> watched = watched();
        Files.writeString(file, "two");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(later(watched)).isEqualTo("one");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThat(later(watched)).isEqualTo("two");
    }

    @Test
    void keepsTheContentOfAFileThatIsGone() throws IOException {
        WatchedFiles<String> watched = watched();
        Files.delete(file);

        assertThat(later(watched)).isEqualTo("one");
    }

    private String later(WatchedFiles<String> watched) {
        now += TimeUnit.SECONDS.toNanos(2);
        return watched.get(now);
    }

    private WatchedFiles<String> watched() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new WatchedFiles<>("a text", List.of(file, other), this::read, now);
    }

    private String read() {
        try {
            if (OwnerAlone.refusal(file).isPresent()) {
                throw new IllegalArgumentException("others can read it");
            }
            return Files.readString(file);
        } catch (IOException failure) {
            throw new IllegalArgumentException(new UncheckedIOException(failure));
        }
    }
}
