package regatta.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that tasks wrote on this machine. Each job has a folder below one directory. The
 * methods block while they read. Safe from any thread.
 *
 * <p>A job's or a file's name must be a single segment of a path, and links below the directory are
 * not followed. So nothing outside of a job's folder is ever read.
 */
public final class JobFiles {
    /**
     * The size of the longest file whose digest is compared. For a longer file only the length is
     * compared, because computing the digest of such a file would take too long.
     */
    static final long VERIFIED_BYTES = 1L << 30;

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int REMEMBERED = 1_024;
    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path directory;
    private final Map<String, String> digests =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > REMEMBERED;
                }
            };

    public JobFiles(Path directory) {
        this.directory = directory;
    }

    /** The result of a search for a file. */
    public sealed interface Found {
        /**
         * The folder has the file.
         *
         * @param stamp changes when somebody writes to the file
         */
        record Here(String stamp) implements Found {}

        record Missing() implements Found {}

        /** The folder has a file with the wanted name, but with other content. */
        record Changed() implements Found {}
    }

    /** Looks for a file, and checks its length and its content. */
    public Found find(String job, TaskFile wanted) {
        try {
            return inFolder(
                    job,
                    wanted.name(),
                    (attributes, channel) -> {
                        String stamp = stamp(attributes);
                        return attributes.size() == wanted.bytes()
                                        && holds(job, wanted, stamp, channel)
                                ? new Found.Here(stamp)
                                : new Found.Changed();
                    });
        } catch (IOException _) {
            return new Found.Missing();
        }
    }

    /**
     * Reads a piece of a file.
     *
     * @param stamp the file's stamp, which {@link #find} returned
     * @return the {@code length} bytes from {@code offset} on
     * @throws IOException if somebody has changed the file since {@link #find} found it, or if the
     *     file ends before the piece
     */
    public byte[] read(String job, String name, String stamp, long offset, int length)
            throws IOException {
        return inFolder(
                job,
                name,
                (attributes, channel) -> {
                    if (!stamp(attributes).equals(stamp)) {
                        throw new IOException("the file was changed");
                    }
                    ByteBuffer piece = ByteBuffer.allocate(length);
                    channel.position(offset);
                    while (piece.hasRemaining()) {
                        if (channel.read(piece) < 0) {
                            throw new IOException("the file is shorter than when it was found");
                        }
                    }
                    return piece.array();
                });
    }

    /**
     * Deletes the folder of a job and the folder's content; has no effect if the job has no folder.
     */
    public void discard(String job) throws IOException {
        Path folder = directory.resolve(job).normalize();
        if (directory.equals(folder.getParent())) {
            deleteAll(folder);
        }
    }

    /**
     * Deletes a folder and its content; has no effect if the folder does not exist or is a link.
     */
    public static void deleteAll(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(folder, new Removal());
        }
    }

    private boolean holds(String job, TaskFile wanted, String stamp, SeekableByteChannel channel)
            throws IOException {
        if (wanted.bytes() > VERIFIED_BYTES) {
            return true;
        }
        String key = job + "/" + wanted.name() + "/" + stamp;
        String known;
        synchronized (digests) {
            known = digests.get(key);
        }
        if (known == null) {
            known = digest(channel);
            synchronized (digests) {
                digests.put(key, known);
            }
        }
        return known.equals(wanted.sha256());
    }

    private static String digest(SeekableByteChannel channel) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        while (channel.read(buffer) >= 0) {
            sha256.update(buffer.flip());
            buffer.clear();
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static String stamp(BasicFileAttributes attributes) {
        return "%d %s %s"
                .formatted(
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant(),
                        attributes.fileKey());
    }

    private interface Reading<R> {
        R of(BasicFileAttributes attributes, SeekableByteChannel channel) throws IOException;
    }

    private <R> R inFolder(String job, String name, Reading<R> reading) throws IOException {
        Path folder = segment(job);
        Path file = segment(name);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            if (all instanceof SecureDirectoryStream<Path> secure) {
                try (SecureDirectoryStream<Path> own =
                        secure.newDirectoryStream(folder, LinkOption.NOFOLLOW_LINKS)) {
                    return read(
                            own.getFileAttributeView(
                                    file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS),
                            () -> own.newByteChannel(file, READ),
                            reading);
                }
            }
        }
        // On a system without directory handles, anybody who may write into the directory could
        // replace the folder by a link between the check and the opening of the file.
        Path own = directory.resolve(folder);
        if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(own.toString());
        }
        Path path = own.resolve(file);
        return read(
                Files.getFileAttributeView(
                        path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS),
                () -> Files.newByteChannel(path, READ),
                reading);
    }

    private interface Opening {
        SeekableByteChannel open() throws IOException;
    }

    private static <R> R read(BasicFileAttributeView view, Opening opening, Reading<R> reading)
            throws IOException {
        BasicFileAttributes attributes = view.readAttributes();
        if (!attributes.isRegularFile()) {
            // Only a regular file may be opened, because opening a pipe would wait for a writer.
            throw new NoSuchFileException("not a regular file");
        }
        try (SeekableByteChannel channel = opening.open()) {
            return reading.of(attributes, channel);
        }
    }

    private static Path segment(String name) throws IOException {
        boolean single =
                !name.isEmpty()
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.chars().allMatch(c -> c != '/' && c != '\\' && c != 0);
        if (!single) {
            throw new NoSuchFileException("not a file name");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException _) {
            // The encoding of this system cannot write the name.
            throw new NoSuchFileException("not a file name");
        }
    }

    /**
     * Deletes a folder, and ignores missing files, because several workers of a machine may delete
     * the same folder at the same time.
     */
    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
