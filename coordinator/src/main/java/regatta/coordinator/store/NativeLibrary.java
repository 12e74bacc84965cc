package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library and then immediately deletes the library's file. Without this
 * class, the driver unpacks the library into a temporary file and deletes the file only when the
 * JVM ends normally. So coordinators that are killed again and again would fill the temporary
 * folder.
 */
final class NativeLibrary {
    private static final String FOLDER = "org.sqlite.tmpdir";

    /**
     * The system property by which an operator names another library. The driver loads this library
     * without unpacking it.
     */
    private static final String OWN = "org.sqlite.lib.path";

    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads the library unless the library is loaded already. The first connection would also load
     * the library, but would leave the library's file behind. If the temporary folder allows no
     * loading, for instance because the folder is mounted noexec, unpacks the library beside the
     * store.
     */
    static synchronized void load(Path store) throws SQLException {
        if (loaded || System.getProperty(OWN) != null || System.getProperty(FOLDER) != null) {
            return;
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path beside = Objects.requireNonNullElse(store.toAbsolutePath().getParent(), temporary);
        try {
            unpack(temporary);
        } catch (Exception | LinkageError first) {
            try {
                unpack(beside);
            } catch (Exception | LinkageError second) {
                second.addSuppressed(first);
                throw new SQLException(
                        "SQLite's library can be loaded neither from %s nor from %s"
                                        .formatted(temporary, beside)
                                + " (is it mounted noexec, or full?); set TMPDIR to another folder",
                        second);
            }
        }
        loaded = true;
    }

    private static void unpack(Path parent) throws Exception {
        Path folder = Files.createTempDirectory(parent, "regatta-sqlite-");
        System.setProperty(FOLDER, folder.toString());
        try {
            if (!SQLiteJDBCLoader.initialize()) {
                throw new IOException("it cannot be loaded from " + folder);
            }
        } finally {
            System.clearProperty(FOLDER);
            delete(folder);
        }
    }

    /**
     * Deletes the unpacked files. If the system refuses to delete a library in use, the JVM tries
     * to delete the folder when the JVM ends.
     */
    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.toList();
        }
        try {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException inUse) {
            folder.toFile().deleteOnExit();
        }
    }
}
