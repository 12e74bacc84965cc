package regatta.coordinator.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import regatta.secret.OwnerAlone;

/** Creates files that only their owner can read, because jobs may carry passwords. */
final class StoreFiles {
    private StoreFiles() {}

    /** Creates the folder of a database if there is none, and returns the database's real path. */
    static Path prepare(Path database) throws IOException {
        Path absolute = database.toAbsolutePath();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IOException(database + " is not a file");
        }
        List<Path> parents = new ArrayList<>();
        for (Path each = folder; each != null && !Files.exists(each); each = each.getParent()) {
            parents.add(each.toAbsolutePath().getParent());
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, OwnerAlone.FOLDER);
        }
        for (Path parent : parents) {
            sync(parent);
        }
        return folder.toRealPath().resolve(absolute.getFileName());
    }

    /**
     * Creates an empty database if there is none. SQLite gives the files beside the database the
     * same permissions.
     *
     * @throws IOException if the database exists and users other than its owner may read or write
     *     the database
     */
    static void create(Path database) throws IOException {
        if (Files.exists(database)) {
            requireOwnerAlone(database);
        } else {
            OwnerAlone.create(database);
            syncParent(database);
        }
    }

    private static void requireOwnerAlone(Path file) throws IOException {
        Optional<String> open = OwnerAlone.refusal(file);
        if (open.isPresent()) {
            throw new IOException("the file " + open.get());
        }
    }

    /** Syncs the folder of a file. */
    static void syncParent(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            sync(folder);
        }
    }

    /** Syncs a folder, so that the names in it survive a power cut. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    /** Opens a file to read and write it, and creates it if there is none. */
    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE),
                OwnerAlone.FILE);
    }
}
