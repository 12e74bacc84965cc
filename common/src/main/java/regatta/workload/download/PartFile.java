package regatta.workload.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that is being written, hidden under a name of its own; closing it removes it, unless it
 * was published.
 */
final class PartFile implements Closeable {
    static final String PREFIX = ".part-";

    private final Path folder;
    private final Path path;
    private final FileChannel channel;
    private final MessageDigest digest;
    private long bytes;

    private PartFile(Path folder, Path path) throws IOException {
        this.folder = folder;
        this.path = path;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes a new file in a folder, and the folder where it is missing. */
    static PartFile in(Path folder) throws IOException {
        makeFolder(folder);
        return new PartFile(folder, folder.resolve(PREFIX + unique()));
    }

    /** Another of the same name would be refused, not written over. */
    private static String unique() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** A link in the folder's place is refused: it could lead anywhere. */
    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException _) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(folder.toString());
            }
        } catch (NoSuchFileException missingParent) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw missingParent;
            }
            Files.createDirectories(parent);
            makeFolder(folder);
        }
    }

    void write(ByteBuffer piece) throws IOException {
        bytes += piece.remaining();
        digest.update(piece.duplicate());
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
    }

    long bytes() {
        return bytes;
    }

    /** The digest of everything written; to be asked once, at the end. */
    byte[] sha256() {
        return digest.digest();
    }

    /**
     * Gives the whole file the first of these names that nothing has yet.
     *
     * @return the name
     * @throws FileAlreadyExistsException when all are taken
     */
    String publish(List<String> names) throws IOException {
        channel.close();
        for (String name : names) {
            try {
                claim(folder.resolve(name));
                return name;
            } catch (FileAlreadyExistsException _) {
                // Never overwritten; the next name may be free.
            }
        }
        throw new FileAlreadyExistsException(folder.resolve(names.getLast()).toString());
    }

    private void claim(Path target) throws IOException {
        boolean linked;
        try {
            Files.createLink(target, path);
            linked = true;
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (IOException | UnsupportedOperationException _) {
            linked = false;
        }
        if (!linked) {
            // A file system without links: reserve the name, then put the file in its place.
            Files.createFile(target);
            moveOnto(target);
        }
    }

    private void moveOnto(Path reserved) throws IOException {
        try {
            Files.move(path, reserved, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            Files.deleteIfExists(reserved);
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
