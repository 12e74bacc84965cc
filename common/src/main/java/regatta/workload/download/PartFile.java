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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import regatta.workload.FreeName;

/**
 * A part: a file that an attempt writes under a hidden name. Closing a part removes the file unless
 * the part was published, that is, got its final name.
 *
 * <p>A process locks its open parts. A killed process leaves unlocked parts behind. If a file with
 * the part's {@link Version} lies beside such a part, the next attempt of the task continues the
 * part. Otherwise the next attempt removes the part. Only one thread at a time may use an open
 * part.
 */
final class PartFile implements Closeable {
    static final String PREFIX = ".part-";
    static final String SHA_256 = "SHA-256";

    /**
     * The length from which a part gets a version file beside it, in bytes. A shorter part is soon
     * fetched again.
     */
    static final long WORTH_KEEPING = 1 << 20;

    private static final int MAX_EARLIER = 32;
    private static final int MAX_KEPT = 64;
    private static final int BUFFER_BYTES = 64 * 1024;

    /** The open parts of this process. The system's locks work only between processes. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** The folders whose own names this process has synced to the disk. */
    private static final Map<Path, Boolean> KEPT =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
                    return size() > MAX_KEPT;
                }
            };

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

    /** Makes a new part in a folder. Makes the folder, too, if the folder is missing. */
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

    /**
     * Returns whether {@link #left} would find a part. If so, {@link #left} reads the whole part.
     */
    static boolean isLeft(Path folder, int task, int attempt) {
        return !paths(folder, task, attempt).isEmpty();
    }

    /**
     * Takes over the newest usable part that killed attempts of a task left behind, and removes the
     * other parts.
     */
    static Optional<PartFile> left(Path folder, int task, int attempt) throws IOException {
        PartFile found = null;
        for (Path path : paths(folder, task, attempt)) {
            PartFile next = takeOver(folder, path, found == null);
            found = next == null ? found : next;
        }
        return Optional.ofNullable(found);
    }

    /**
     * Returns the parts of a task. First come the parts of the given attempt and of earlier
     * attempts, the newest part at the front.
     */
    private static List<Path> paths(Path folder, int task, int attempt) {
        Set<Path> possible = new LinkedHashSet<>();
        for (int earlier = attempt; earlier > Math.max(0, attempt - MAX_EARLIER); earlier--) {
            possible.add(path(folder, task, earlier));
        }
        // If a coordinator lost its store, an attempt with a higher number may have left a part
        // behind.
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

    /** Removes a part, unless a process holds the part's lock. */
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
            // Another process is writing the part, and close() would remove the part.
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
            // On a file system without locks no attempt takes over a part.
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

    /** Adds the whole content of the file to a digest. Returns the file's length. */
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

    /**
     * Makes a folder if it is missing. Refuses a link in the folder's place, because the link could
     * lead anywhere.
     */
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

    /** Returns the version of the file; empty if no attempt can ask for the file's rest. */
    Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    /**
     * Empties the part, so that another response can fill it. {@code next} is the version of the
     * new content; null if no attempt can ask for the rest of that content later.
     */
    void restart(@Nullable Version next) throws IOException {
        // The version file is deleted first, because the version file must never lie beside the
        // bytes of another version.
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

    /**
     * Returns a digest of the whole file, by the JDK's name of the algorithm. Reads the whole file
     * for every algorithm except SHA-256.
     */
    byte[] digest(String algorithm) throws IOException {
        if (algorithm.equals(SHA_256)) {
            try {
                return ((MessageDigest) digest.clone()).digest();
            } catch (CloneNotSupportedException _) {
                // This digest cannot be copied, so the file is read again, as for the other
                // algorithms.
            }
        }
        MessageDigest engine = Digests.engine(algorithm);
        long _ = update(engine);
        return engine.digest();
    }

    /**
     * Gives the complete file the first of the given names that is free, and syncs file and name to
     * the disk. Blocks until the disk has the file and the name.
     *
     * @return the name that the file got
     * @throws FileAlreadyExistsException if all names are taken
     */
    String publish(List<String> names) throws IOException {
        // The version file is deleted first, so that no other attempt continues a part that is
        // about to get its final name.
        Files.deleteIfExists(note);
        // The bytes are synced first: after a power cut the name must stand for the whole file.
        channel.force(false);
        channel.close();
        String name = FreeName.take(path, folder, names);
        try {
            keepFolder();
            FolderSync.sync(folder);
        } catch (IOException failure) {
            Files.deleteIfExists(folder.resolve(name));
            throw failure;
        }
        return name;
    }

    /** Syncs the names of the folder and of all folders above it, but only once in this process. */
    private void keepFolder() throws IOException {
        synchronized (KEPT) {
            if (KEPT.containsKey(folder)) {
                return;
            }
        }
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            FolderSync.sync(above);
        }
        synchronized (KEPT) {
            KEPT.put(folder, true);
        }
    }

    /** Closes the file, and does not remove it. */
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
            // The files are removed before the lock, so that no other attempt takes over the files.
            Files.deleteIfExists(note);
            Files.deleteIfExists(path);
        } finally {
            release();
        }
    }
}
