package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures a file's size and the space that the disk still has for it, in bytes. */
record DiskSpace(Path file) {
    /** Returns the free space, or the largest long when the system does not tell. */
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
