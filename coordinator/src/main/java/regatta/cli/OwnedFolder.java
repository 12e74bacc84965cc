package regatta.cli;

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
 * A temporary folder whose owner, a process, locks a file in it for as long as it runs. The system
 * frees the lock when the process dies, so the next process that creates such a folder recognises
 * and deletes abandoned ones. Confined to one thread.
 */
final class OwnedFolder implements AutoCloseable {
    private static final String PREFIX = "regatta-compare-";
    private static final String LOCK = "owner.lock";

    /**
     * The folders of this JVM, which it must not check for locks. Opening and closing a locked file
     * a second time in one process would free the lock (fcntl in POSIX).
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private OwnedFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates a folder that only its owner can read, and deletes folders that dead owners left
     * beside it.
     *
     * @param parent the folder for temporary files
     */
    static OwnedFolder create(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        OWN.add(path);
        // The file gets its final name only after it is locked. Other processes ignore a folder
        // without that name.
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

    /**
     * Deletes the folder with its content. If a file cannot be deleted, a message on standard error
     * names it.
     */
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
            // Another process is deleting the folder, or only the owner of the folder can delete
            // it.
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
