package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures a file's size and the free space of the file's disk, in bytes. */
record DiskSpace(Path file) {
    /**
     * Returns the free space of the disk; the largest long if the system does not report the free
     * space.
     */
    long usable() {
        try {
            return Files.getFileStore(file).getUsableSpace();
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }

    long used() {
        try {
            return Files.size(file);
        } catch (IOException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
