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
 * A temporary folder that belongs to one process. The process locks a file in the folder for as
 * long as the process runs. When the process dies, the system frees the lock. The next process that
 * creates a folder of this class recognises and deletes abandoned folders. Confined to one thread.
 */
final class OwnedFolder implements AutoCloseable {
    private static final String PREFIX = "regatta-compare-";
    private static final String LOCK = "owner.lock";

    /**
     * The folders of this JVM. The JVM must not check its own folders for locks. If a process opens
     * and closes a locked file a second time, the system frees the lock (fcntl in POSIX).
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private OwnedFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates a folder that only the user of this process can read, and deletes the folders of dead
     * processes in the same parent folder.
     *
     * @param parent the folder for temporary files
     */
    static OwnedFolder create(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        OWN.add(path);
        // The file gets its final name only after this process has locked the file. Other processes
        // ignore a folder that has no file with the final name.
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
     * names the file.
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
            // the folder.
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
