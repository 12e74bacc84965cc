package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Copies a store in use, as it would be if its machine stopped now. */
final class StoreImage {
    private StoreImage() {}

    /** Copies a database and its log and returns the copy's path. Nothing may write meanwhile. */
    static Path of(Path database, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path copy = folder.resolve("image.db");
        Files.copy(database, copy);
        Files.copy(log(database), log(copy));
        return copy;
    }

    /** Returns the log of a database. */
    static Path log(Path database) {
        return database.resolveSibling(database.getFileName() + "-wal");
    }

    static void sql(Path database, String change) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(change);
        }
    }
}
