package regatta.workload.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import regatta.workload.FileName;
import regatta.workload.FreeName;
import regatta.workload.JobFiles;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;

/**
 * Makes the folder where a program runs, and copies the file that the job keeps out of this folder.
 */
final class KeptFiles {
    private static final String RUNS = ".runs";

    private final Path directory;

    KeptFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Deletes folders of programs that were killed together with their JVM. Spares a folder that
     * changed within the longest timeout that a program may have. A program without a timeout may
     * run for longer, so its JVM calls {@link Folder#inUse} from time to time.
     */
    void discardLeftovers() {
        Instant before = Instant.now().minus(CommandCheck.LONGEST);
        try (DirectoryStream<Path> runs = Files.newDirectoryStream(directory.resolve(RUNS))) {
            for (Path each : runs) {
                if (Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS)
                        .toInstant()
                        .isBefore(before)) {
                    JobFiles.deleteAll(each);
                }
            }
        } catch (IOException _) {
            // There are no folders to delete, or some folders stay until a JVM calls this method
            // again.
        }
    }

    /**
     * Makes the folder where an attempt's program runs.
     *
     * @param given the folder that the job names; if empty, the program runs in the attempt's own
     *     new folder
     */
    Folder folder(Optional<String> given, TaskContext context) throws IOException {
        String name = "%s-%d-%d-".formatted(context.job(), context.index(), context.attempt());
        Path runs = Files.createDirectories(directory.resolve(RUNS));
        Path own = Files.createTempDirectory(runs, name);
        return new Folder(
                given.map(Path::of).orElse(own),
                own,
                directory.resolve(context.job()),
                context.index());
    }

    /**
     * The folders of one attempt.
     *
     * @param path the folder where the program runs
     * @param own a folder for this attempt alone, which {@link #close} deletes
     * @param job the folder where the job keeps files
     */
    record Folder(Path path, Path own, Path job, int index) implements AutoCloseable {

        /**
         * Copies a file, which a program wrote in the program's folder, to the job's folder.
         * Returns the output with the file's name, length and digest.
         *
         * @throws TaskFailedException if the program's folder does not contain the file
         */
        Ran keep(Ran ran, String file) throws IOException, TaskFailedException {
            Path left = within(file);
            Path copy = Files.createTempFile(own, "kept-", "");
            MessageDigest sha256 = Kept.sha256();
            long bytes;
            try (InputStream in = new DigestInputStream(Files.newInputStream(left), sha256);
                    FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                bytes = in.transferTo(java.nio.channels.Channels.newOutputStream(out));
                out.force(true);
            }
            String name = FileName.plain(String.valueOf(left.getFileName()));
            Files.createDirectories(job);
            String kept =
                    FreeName.take(copy, job, List.of(name, FileName.numbered(name, "-" + index)));
            return new Ran(
                    ran.exitCode(),
                    ran.stdout(),
                    ran.stdoutCut(),
                    ran.stderr(),
                    ran.stderrCut(),
                    ran.stdoutSha256(),
                    kept,
                    bytes,
                    HexFormat.of().formatHex(sha256.digest()));
        }

        /**
         * Returns the real path of a file, which must lie within the program's folder. The real
         * path matters, because a program could make a link that leads out of the folder.
         */
        private Path within(String file) throws IOException, TaskFailedException {
            Path left = path.resolve(file);
            if (!Files.isRegularFile(left, LinkOption.NOFOLLOW_LINKS)) {
                throw new TaskFailedException(
                        "no-file", "the program left no file " + Texts.printable(file), true);
            }
            Path real = left.toRealPath();
            if (!real.startsWith(path.toRealPath())) {
                throw new TaskFailedException(
                        "no-file",
                        Texts.printable(file) + " is not within the program's folder",
                        false);
            }
            return real;
        }

        /**
         * Marks the folder as changed, so that no JVM discards the folder while the folder's
         * program runs.
         */
        void inUse() {
            try {
                Files.setLastModifiedTime(own, FileTime.from(Instant.now()));
            } catch (IOException _) {
                // The program deleted its folder.
            }
        }

        @Override
        public void close() {
            try {
                JobFiles.deleteAll(own);
            } catch (IOException remains) {
                throw new UncheckedIOException(remains);
            }
        }
    }
}
