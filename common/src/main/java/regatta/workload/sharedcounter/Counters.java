package regatta.workload.sharedcounter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import regatta.workload.FreeName;

/**
 * The counters of running jobs. The first task of a job in this JVM opens the job's counter, and
 * the job's end removes the counter. Safe from any thread.
 */
final class Counters {
    private static final String NAME = "counter";

    private final Path directory;
    private final Map<String, Counter> open = new ConcurrentHashMap<>();

    /**
     * Uses a directory for the files of the counters. Other JVMs may use the same directory.
     *
     * @param directory the directory; each job gets a folder in this directory
     */
    Counters(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns the counter of a job, which starts at 0. Opens or makes the counter first if
     * necessary.
     */
    Counter of(String job) throws IOException {
        try {
            return open.computeIfAbsent(job, this::openOrMake);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private Counter openOrMake(String job) {
        try {
            Path folder = folder(job);
            Path file = folder.resolve(NAME);
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                make(folder);
            }
            return Counter.open(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Makes the file of a counter. If another JVM makes the file at the same time, both JVMs use
     * the file that gets the name first.
     */
    private static void make(Path folder) throws IOException {
        Path fresh = Files.createTempFile(folder, "new-", "");
        try {
            try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                // Writing the bytes reserves their space now. If a mapped file had a hole and the
                // disk were full, a later write would end the whole JVM.
                file.write(ByteBuffer.allocate((int) Counter.BYTES));
            }
            try (Counter counter = Counter.open(fresh)) {
                counter.identify(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
            }
            String _ = FreeName.take(fresh, folder, List.of(NAME));
        } catch (FileAlreadyExistsException _) {
            // The other JVM was faster.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Closes the counter of a job that has ended, and deletes the job's folder. */
    void discard(String job) throws IOException {
        Counter counter = open.remove(job);
        if (counter != null) {
            counter.close();
        }
        delete(folder(job));
    }

    /**
     * Deletes each job's folder whose last change was earlier than {@code before}. Spares the
     * folders of open counters.
     */
    void sweep(Instant before) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory)) {
            for (Path folder : folders) {
                if (!open.containsKey(folder.getFileName().toString())
                        && Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                                .toInstant()
                                .isBefore(before)) {
                    delete(folder);
                }
            }
        }
    }

    private Path folder(String job) throws IOException {
        Path folder = directory.resolve(job).normalize();
        if (!directory.normalize().equals(folder.getParent())) {
            throw new IOException("not a folder name: \"" + job + "\"");
        }
        return folder;
    }

    /**
     * Deletes a folder. Several workers of a machine may delete the same folder at the same time.
     */
    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException _) {
            // Another worker has deleted the folder already, so there is nothing to do.
        }
    }
}
