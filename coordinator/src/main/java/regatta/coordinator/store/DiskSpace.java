package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures a file's size and the space that the disk still has for it, in bytes. */
record DiskSpace(Path file) {
    /** Returns the free space, or the largest long if the system does not report it. */
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
