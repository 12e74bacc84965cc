package regatta.workload.download;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Stops a download before the free space of its disk falls below a reserve. Only one thread at a
 * time may use a reserve.
 */
final class Reserve {
    /**
     * How many bytes may be written before the free space is checked again. Every download of a
     * node may use so much of the reserve.
     */
    private static final long LOOK = 1L << 20;

    /**
     * If the disk's size divided by this number is less than the configured reserve, the quotient
     * is the reserve.
     */
    private static final int SHARE = 20;

    private final Path folder;
    private final long keepFree;
    private long sinceLook = LOOK;

    Reserve(Path folder, long keepFree) {
        this.folder = folder;
        this.keepFree = keepFree;
    }

    /**
     * Checks that the disk has room for bytes that will be written. Throws an exception if less
     * than the reserve would remain free.
     */
    void expect(long bytes) throws IOException {
        long reserve = Math.min(keepFree, folder.toFile().getTotalSpace() / SHARE);
        long free = folder.toFile().getUsableSpace();
        if (free - bytes < reserve) {
            throw new IOException(
                    "%,d more bytes would leave less than %,d of the disk free"
                                    .formatted(bytes, reserve)
                            + " (regatta.download.keep-free)");
        }
        sinceLook = 0;
    }

    /** Counts bytes that are about to be written, and checks the free space from time to time. */
    void write(long bytes) throws IOException {
        sinceLook += bytes;
        if (sinceLook >= LOOK) {
            expect(bytes);
        }
    }
}
