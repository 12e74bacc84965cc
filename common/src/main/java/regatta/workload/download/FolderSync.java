package regatta.workload.download;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Syncs the names in a folder to the disk, so that a power cut cannot lose a name. One sync serves
 * all callers who asked before the sync began. Safe from any thread.
 */
final class FolderSync {
    private static final Map<Path, FolderSync> FOLDERS = new ConcurrentHashMap<>();

    private final Path folder;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private int users;
    private long asked;
    private long synced;
    private boolean running;

    private FolderSync(Path folder) {
        this.folder = folder;
    }

    /**
     * Syncs a folder. When this method returns, every name that the folder had at the time of the
     * call is on the disk.
     */
    static void sync(Path folder) throws IOException {
        FolderSync one = FOLDERS.compute(folder, FolderSync::join);
        try {
            one.sync();
        } finally {
            FOLDERS.computeIfPresent(folder, (_, left) -> --left.users == 0 ? null : left);
        }
    }

    private static FolderSync join(Path folder, @Nullable FolderSync known) {
        FolderSync one = known == null ? new FolderSync(folder) : known;
        one.users++;
        return one;
    }

    private void sync() throws IOException {
        lock.lock();
        try {
            long mine = ++asked;
            while (synced < mine) {
                if (running) {
                    ended.awaitUninterruptibly();
                } else {
                    lead();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Syncs for all callers who have asked so far. If the sync fails, this caller gets the failure,
     * and each of the other callers tries a sync of its own.
     */
    private void lead() throws IOException {
        long upTo = asked;
        running = true;
        lock.unlock();
        boolean done = false;
        try {
            force(folder);
            done = true;
        } finally {
            lock.lock();
            running = false;
            synced = done ? upTo : synced;
            ended.signalAll();
        }
    }

    private static void force(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (ClosedByInterruptException interrupted) {
            throw interrupted;
        } catch (IOException _) {
            // Some systems cannot open a folder, or do not let everybody read the folder.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }
}
