package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that this process writes while it has a store open. This class notices when one of the
 * files was deleted, moved or replaced. If nobody noticed, the file would still take commits, but
 * no later start would read the commits.
 *
 * <p>Safe from any thread.
 */
final class OpenFiles {
    private volatile Map<Path, Object> identities = Map.of();

    private OpenFiles() {}

    /**
     * Remembers a database and its log, which must both be open.
     *
     * @param given the database's path as the operator gave it; a symbolic link in this path may
     *     lead to another file later, which the next start would open
     */
    static OpenFiles of(Path database, Path given) throws IOException {
        Path log = database.resolveSibling(database.getFileName() + "-wal");
        Map<Path, Object> found = new LinkedHashMap<>();
        for (Path file : List.of(database, log, given)) {
            Object identity = identity(file);
            if (identity != null) {
                found.put(file, identity);
            }
        }
        OpenFiles files = new OpenFiles();
        files.identities = found;
        return files;
    }

    /**
     * Checks that each name still leads to the open file.
     *
     * @throws StoreException MOVED if a name does not lead to the open file; the message names the
     *     file
     */
    void check() {
        identities.forEach((file, open) -> {
            try {
                Object present = identity(file);
                if (!open.equals(present)) {
                    throw moved(file, "was replaced");
                }
            } catch (NoSuchFileException absent) {
                throw moved(file, "was deleted or moved");
            } catch (IOException unknown) {
                throw moved(file, "cannot be reached (" + unknown.getMessage() + ")");
            }
        });
    }

    /** Ends all checks, because the files are closed and SQLite deletes the log. */
    void closed() {
        identities = Map.of();
    }

    /** Returns a file's device and inode; null on file systems that have none. */
    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static StoreException moved(Path file, String how) {
        return new StoreException(
                StoreException.Kind.MOVED,
                "the store keeps nothing more: its file %s %s while it was open; put the file back, or"
                                .formatted(file, how)
                        + " restart the coordinator with the right file");
    }
}
