package regatta.workload;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Gives a whole file its name without ever replacing another. */
public final class FreeName {
    private FreeName() {}

    /**
     * Gives a file in a folder the first of these names that nothing has yet; the name that it had
     * may stay beside it.
     *
     * @return the name, as this system can write it
     * @throws FileAlreadyExistsException when all are taken
     */
    public static String take(Path file, Path folder, List<String> names) throws IOException {
        for (String wanted : names) {
            String name = FileName.writable(wanted);
            try {
                claim(file, folder.resolve(name));
                return name;
            } catch (FileAlreadyExistsException _) {
                // Never overwritten; the next name may be free.
            }
        }
        throw new FileAlreadyExistsException(FileName.writable(names.getLast()));
    }

    private static void claim(Path file, Path target) throws IOException {
        boolean linked;
        try {
            Files.createLink(target, file);
            linked = true;
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (IOException | UnsupportedOperationException _) {
            linked = false;
        }
        if (!linked) {
            // A file system without links: reserve the name, then put the file in its place.
            Files.createFile(target);
            moveOnto(file, target);
        }
    }

    private static void moveOnto(Path file, Path reserved) throws IOException {
        try {
            Files.move(file, reserved, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            Files.deleteIfExists(reserved);
            throw failure;
        }
    }
}
