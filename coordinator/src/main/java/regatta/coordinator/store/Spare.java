package regatta.coordinator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Disk space that the store occupies in advance with a spare file beside the database. If the store
 * cannot be opened because the disk is full, the store deletes the spare file. So a coordinator can
 * start and answer reads on a full disk.
 */
final class Spare {
    /**
     * The size of the spare file, in bytes. This size is enough for SQLite's library, an index of
     * the log and the first writes of an opening.
     */
    private static final int BYTES = 4 << 20;

    private static final int CHUNK = 64 << 10;

    private final Path file;

    Spare(Path database) {
        this.file = database.resolveSibling(database.getFileName() + ".spare");
    }

    /** Deletes the spare file. Returns whether there was a spare file. */
    boolean giveUp() throws IOException {
        return Files.deleteIfExists(file);
    }

    /**
     * Lengthens the spare file to its full size. If the disk becomes full before, the file stays
     * shorter.
     */
    void occupy() {
        // The bytes are random, because a file system that compresses would occupy nothing for
        // zeros.
        byte[] chunk = new byte[CHUNK];
        new Random().nextBytes(chunk);
        try (FileChannel channel = StoreFiles.open(file)) {
            for (long size = channel.size(); size < BYTES; size = channel.size()) {
                channel.write(ByteBuffer.wrap(chunk), size);
            }
        } catch (IOException full) {
            // The store works without a spare file, or with a shorter one.
        }
    }
}
