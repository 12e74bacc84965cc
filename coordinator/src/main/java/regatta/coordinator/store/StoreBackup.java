package regatta.coordinator.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import regatta.secret.OwnerAlone;

/** Copies a store into a file while a coordinator may use the store. */
public final class StoreBackup {
    private StoreBackup() {}

    /**
     * Writes the store that the settings name, as the store is at one instant, into a new file that
     * only the file's owner can read. A coordinator starts on the copy as on a store that was
     * closed normally.
     *
     * @throws StoreException IN_USE if the target exists; FULL or DAMAGED if the store cannot be
     *     copied, and then no target is left behind
     */
    public static void run(StoreSettings settings, Path target) {
        if (!Files.exists(settings.file())) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED, "there is no store at " + settings.file());
        }
        try {
            OwnerAlone.create(target);
        } catch (FileAlreadyExistsException present) {
            throw new StoreException(
                    StoreException.Kind.IN_USE, target + " exists; a backup replaces no file");
        } catch (IOException failure) {
            throw StoreException.of(target + " cannot be created", failure);
        }
        try {
            copy(settings.file().toRealPath(), target);
            StoreFiles.syncParent(target);
        } catch (IOException | SQLException failure) {
            discard(target);
            throw StoreException.of(
                    "%s cannot be copied to %s".formatted(settings.file(), target), failure);
        }
    }

    private static void copy(Path file, Path target) throws IOException, SQLException {
        try (Connection store = Connections.reading(file)) {
            try (PreparedStatement copy = store.prepareStatement("VACUUM INTO ?")) {
                copy.setString(1, target.toString());
                copy.execute();
            }
        }
        try (Connection made = Connections.writing(target, true)) {
            // The copied store is marked as open. Without this change, a start on the copy would
            // count a coordinator's death against the jobs.
            Connections.execute(made, "UPDATE store SET closed = 1");
            Connections.execute(made, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void discard(Path target) {
        try {
            Files.deleteIfExists(target);
        } catch (IOException left) {
            // The message of the failure names the file.
        }
    }
}
