package regatta.workload;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Gives a complete file its final name, without ever replacing another file. */
public final class FreeName {
    private FreeName() {}

    /**
     * Gives a file the first of the given names that is free in a folder. The file may keep its old
     * name, too.
     *
     * @return the name that the file got, in a form that this system can write
     * @throws FileAlreadyExistsException if all names are taken
     */
    public static String take(Path file, Path folder, List<String> names) throws IOException {
        for (String wanted : names) {
            String name = FileName.writable(wanted);
            try {
                claim(file, folder.resolve(name));
                return name;
            } catch (FileAlreadyExistsException _) {
                // The other file stays as it is. The next name may be free.
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
            // On a file system without hard links, an empty file reserves the name. Then the
            // complete file replaces the empty file.
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
