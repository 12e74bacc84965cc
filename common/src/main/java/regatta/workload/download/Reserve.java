package regatta.workload.download;

import java.io.IOException;
import java.nio.file.Path;

/** Keeps a part of the disk free that one download writes to; for one thread at a time. */
final class Reserve {
    /** The disk is looked at again after so many bytes. */
    private static final long LOOK = 16L << 20;

    /** A small disk has a smaller reserve: this part of it. */
    private static final int SHARE = 20;

    private final Path folder;
    private final long keepFree;
    private long sinceLook = LOOK;

    Reserve(Path folder, long keepFree) {
        this.folder = folder;
        this.keepFree = keepFree;
    }

    /** So many bytes are to be written, of which the disk was not asked before. */
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

    /** So many bytes are written now. */
    void write(long bytes) throws IOException {
        sinceLook += bytes;
        if (sinceLook >= LOOK) {
            expect(bytes);
        }
    }
}
