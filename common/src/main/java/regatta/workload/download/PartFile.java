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
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import regatta.workload.FreeName;

/**
 * A file that is being written, hidden under a name of its own; closing it removes it, unless it
 * was published.
 *
 * <p>While it is open it is locked. One that is not was left by a process that was killed: the next
 * attempt of its task goes on with it where its {@link Version} was kept beside it, and removes it
 * otherwise. For one thread at a time.
 */
final class PartFile implements Closeable {
    static final String PREFIX = ".part-";
    static final String SHA_256 = "SHA-256";

    /** Shorter beginnings are fetched anew: keeping their version would cost more than it saves. */
    static final long WORTH_KEEPING = 1 << 20;

    private static final int MAX_EARLIER = 32;
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Those of this process: the system's locks are between processes only. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final Path path;
    private final Path note;
    private final FileChannel channel;
    private final MessageDigest digest = Digests.engine(SHA_256);
    private @Nullable Version version;
    private boolean noted;
    private long bytes;

    private PartFile(Path folder, Path path, OpenOption... options) throws IOException {
        this.folder = folder;
        this.path = path;
        note = folder.resolve(path.getFileName() + ".version");
        if (!OPEN.add(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        try {
            channel = FileChannel.open(path, options);
        } catch (IOException failure) {
            OPEN.remove(path);
            throw failure;
        }
    }

    /** Makes a new file in a folder, and the folder where it is missing. */
    static PartFile in(Path folder, int task, int attempt) throws IOException {
        makeFolder(folder);
        PartFile part =
                new PartFile(
                        folder,
                        path(folder, task, attempt),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        boolean _ = part.lock();
        return part;
    }

    /** Whether there is something for {@link #left}, which has all of it to read. */
    static boolean isLeft(Path folder, int task, int attempt) {
        return !paths(folder, task, attempt).isEmpty();
    }

    /**
     * Takes over what attempts that were killed left of a task, and removes what cannot be gone on
     * with.
     */
    static Optional<PartFile> left(Path folder, int task, int attempt) throws IOException {
        PartFile found = null;
        for (Path path : paths(folder, task, attempt)) {
            PartFile next = takeOver(folder, path, found == null);
            found = next == null ? found : next;
        }
        return Optional.ofNullable(found);
    }

    /** What is there of a task, first the newest of the attempts up to the one that asks. */
    private static List<Path> paths(Path folder, int task, int attempt) {
        Set<Path> possible = new LinkedHashSet<>();
        for (int earlier = attempt; earlier > Math.max(0, attempt - MAX_EARLIER); earlier--) {
            possible.add(path(folder, task, earlier));
        }
        // A coordinator that was started again counts attempts anew: later ones may be left.
        possible.addAll(Leftovers.of(folder, task));
        List<Path> paths = new ArrayList<>();
        for (Path path : possible) {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                paths.add(path);
            }
        }
        return paths;
    }

    /** Removes a part, unless somebody is at it. */
    static void remove(Path folder, Path path) throws IOException {
        PartFile _ = takeOver(folder, path, false);
    }

    private static @Nullable PartFile takeOver(Path folder, Path path, boolean wanted)
            throws IOException {
        PartFile part;
        try {
            part =
                    new PartFile(
                            folder,
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS);
        } catch (FileAlreadyExistsException _) {
            return null;
        }
        if (!part.lock()) {
            // Another process is at it; closing would remove it.
            part.release();
            return null;
        }
        if (!wanted || !part.recall()) {
            part.close();
            return null;
        }
        return part;
    }

    private static Path path(Path folder, int task, int attempt) {
        return folder.resolve(PREFIX + task + "-" + attempt);
    }

    private boolean lock() {
        try {
            return channel.tryLock() != null;
        } catch (IOException _) {
            // A file system without locks: nothing that was left in it is taken over.
            return false;
        }
    }

    private boolean recall() throws IOException {
        if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        version = Version.parse(Files.readString(note)).orElse(null);
        noted = true;
        if (version == null) {
            return false;
        }
        bytes = update(digest);
        channel.position(bytes);
        return true;
    }

    /** Adds what is in the file so far to a digest. */
    private long update(MessageDigest engine) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long at = 0;
        for (int read = channel.read(buffer, 0); read > 0; read = channel.read(buffer, at)) {
            at += read;
            engine.update(buffer.flip());
            buffer.clear();
        }
        return at;
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

    /** What was begun, where its rest could be asked for. */
    Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    /** Begins again, with a version that can be gone on with or none. */
    void restart(@Nullable Version next) throws IOException {
        // First the note: nothing may ever lie beside the bytes of another version.
        Files.deleteIfExists(note);
        channel.truncate(0);
        digest.reset();
        bytes = 0;
        noted = false;
        version = next;
    }

    void write(ByteBuffer piece) throws IOException {
        bytes += piece.remaining();
        digest.update(piece.duplicate());
        while (piece.hasRemaining()) {
            channel.write(piece);
        }
        if (!noted && version != null && bytes >= WORTH_KEEPING) {
            Files.writeString(note, version.text(), StandardOpenOption.CREATE_NEW);
            noted = true;
        }
    }

    long bytes() {
        return bytes;
    }

    /** A digest of everything written, by the JDK's name; but for sha256 it reads all of it. */
    byte[] digest(String algorithm) throws IOException {
        if (algorithm.equals(SHA_256)) {
            try {
                return ((MessageDigest) digest.clone()).digest();
            } catch (CloneNotSupportedException _) {
                // Read again, as for the others.
            }
        }
        MessageDigest engine = Digests.engine(algorithm);
        long _ = update(engine);
        return engine.digest();
    }

    /**
     * Gives the whole file the first of these names that nothing has yet.
     *
     * @return the name
     * @throws FileAlreadyExistsException when all are taken
     */
    String publish(List<String> names) throws IOException {
        // Without a note nobody goes on writing to what soon has a final name.
        Files.deleteIfExists(note);
        channel.close();
        return FreeName.take(path, folder, names);
    }

    /** Lets go of the file and leaves it. */
    private void release() throws IOException {
        try {
            channel.close();
        } finally {
            OPEN.remove(path);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            // Before the lock goes, so that nobody takes over what is about to go.
            Files.deleteIfExists(note);
            Files.deleteIfExists(path);
        } finally {
            release();
        }
    }
}
