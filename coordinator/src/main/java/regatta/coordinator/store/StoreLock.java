package regatta.coordinator.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks a database against every other process, by an operating system's lock on a file beside the
 * database. The system frees the lock when this process ends in any way. The content of the file
 * names the process that has the lock.
 */
final class StoreLock implements AutoCloseable {
    /**
     * The databases that this JVM has locked. If this JVM opened and closed a locked file a second
     * time, POSIX (fcntl) would free the lock. So a second attempt to lock a database must fail
     * before the attempt opens the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private static final int LONGEST_NOTE = 1_024;

    private final Path database;
    private final FileChannel channel;

    private StoreLock(Path database, FileChannel channel) {
        this.database = database;
        this.channel = channel;
    }

    /**
     * Locks a database.
     *
     * @param database the real path of the database
     * @throws StoreException IN_USE if another process or this process already has the lock; the
     *     message names the process
     */
    static StoreLock take(Path database) throws IOException {
        if (!HELD.add(database)) {
            throw inUse(database, note());
        }
        try {
            return new StoreLock(database, locked(database));
        } catch (IOException | RuntimeException failure) {
            HELD.remove(database);
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(database);
    }

    private static FileChannel locked(Path database) throws IOException {
        Path file = database.resolveSibling(database.getFileName() + ".lock");
        FileChannel channel = StoreFiles.open(file);
        try {
            if (channel.tryLock() == null) {
                throw inUse(database, read(channel));
            }
            write(channel);
            return channel;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static void write(FileChannel channel) throws IOException {
        channel.truncate(0);
        try {
            channel.write(ByteBuffer.wrap(note().getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException full) {
            // The lock works even if the file does not name this process.
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer note = ByteBuffer.allocate(LONGEST_NOTE);
        channel.read(note, 0);
        return new String(note.array(), 0, note.position(), StandardCharsets.UTF_8);
    }

    private static String note() {
        ProcessHandle self = ProcessHandle.current();
        String since = self.info().startInstant().map(Instant::toString).orElse("an unknown time");
        return "process %d on host %s, started at %s".formatted(self.pid(), host(), since);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "unknown";
        }
    }

    private static StoreException inUse(Path database, String by) {
        return new StoreException(
                StoreException.Kind.IN_USE,
                "the store %s is in use by %s; only one coordinator can use a store"
                        .formatted(database, by.isBlank() ? "another process" : by));
    }
}
