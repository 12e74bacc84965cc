package regatta.comparison.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A temporary folder with an owner, who holds the operating system's lock on a file in it for as
 * long as he lives. Whoever makes the next one deletes those whose owners were killed. Used by one
 * thread.
 */
final class OwnedFolder implements AutoCloseable {
    private static final String PREFIX = "regatta-compare-";
    private static final String LOCK = "owner.lock";

    /**
     * This JVM's own. Opening and closing a locked file a second time in one process would free the
     * lock (fcntl in POSIX).
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private OwnedFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes one that only its owner can read, and deletes what dead owners left beside it.
     *
     * @param parent where temporary files are
     */
    static OwnedFolder create(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        OWN.add(path);
        // It gets its name when it is locked: without that name the folder is nobody's to delete.
        Path unnamed = path.resolve(LOCK + ".new");
        FileChannel lock =
                FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException(unnamed + " is locked by somebody else");
        }
        Files.move(unnamed, path.resolve(LOCK));
        deleteOrphans(parent, path);
        return new OwnedFolder(path, lock);
    }

    Path path() {
        return path;
    }

    /** Deletes it with all that is in it; what cannot be deleted is named on standard error. */
    @Override
    public void close() {
        try {
            delete(path);
            lock.close();
        } catch (IOException remains) {
            System.err.println("regatta: cannot delete " + path + ": " + remains.getMessage());
        }
        OWN.remove(path);
    }

    private static void deleteOrphans(Path parent, Path own) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : found) {
                if (!OWN.contains(other)) {
                    deleteOrphan(other, own);
                }
            }
        }
    }

    private static void deleteOrphan(Path other, Path own) {
        Path file = other.resolve(LOCK);
        try {
            if (!Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                    || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || !owner(other).equals(owner(own))) {
                return;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (channel.tryLock() != null) {
                    delete(other);
                }
            }
        } catch (IOException unusable) {
            // Somebody else deletes it, or only its owner can.
        }
    }

    private static UserPrincipal owner(Path folder) throws IOException {
        return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
