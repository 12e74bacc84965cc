package regatta.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Makes and checks files that only their owner may use, because the files hold secrets. */
public final class OwnerAlone {
    /** The permissions of a file that only its owner may use. */
    public static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-------");

    /** The permissions of a folder that only its owner may use. */
    public static final FileAttribute<Set<PosixFilePermission>> FOLDER = mode("rwx------");

    private OwnerAlone() {}

    private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    /**
     * Makes an empty file that nobody but its owner can use, not even for a moment.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     */
    public static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && knowsModes(folder)) {
            Files.createFile(file, FILE);
        } else {
            Files.createFile(file);
        }
    }

    /**
     * Returns the end of a sentence that begins with a file's name and says that others can use the
     * file. Returns empty if only its owner may use the file, or if the file system has no POSIX
     * permissions.
     */
    public static Optional<String> refusal(Path file) throws IOException {
        if (!knowsModes(file)) {
            return Optional.empty();
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        return FOLDER.value().containsAll(mode)
                ? Optional.empty()
                : Optional.of(
                        "can be read or changed by others (%s); run chmod 600 on it"
                                .formatted(PosixFilePermissions.toString(mode)));
    }

    private static boolean knowsModes(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }
}
