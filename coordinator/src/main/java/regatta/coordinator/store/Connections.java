package regatta.coordinator.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Connections to SQLite, and what its errors mean. */
final class Connections {
    /** Others may read the database with SQLite's own tools, which lock it for moments. */
    private static final int BUSY_MILLIS = (int) Duration.ofSeconds(5).toMillis();

    /** A log that a burst made longer than this is cut. */
    private static final int LONGEST_LOG = 64 << 20;

    private Connections() {}

    /** The one that writes. It takes checkpoints itself, to see whether they could be synced. */
    static Connection writing(Path file, boolean synced) throws SQLException {
        NativeLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(JournalMode.WAL);
        config.setJournalSizeLimit(LONGEST_LOG);
        config.setSynchronous(synced ? SynchronousMode.FULL : SynchronousMode.OFF);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        execute(connection, "PRAGMA wal_autocheckpoint = 0");
        return connection;
    }

    /** One that sees what is committed and cannot write. */
    static Connection reading(Path file) throws SQLException {
        NativeLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setReadOnly(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Goes back to before a transaction, also when SQLite has already done so by itself. */
    static void rollback(Connection connection) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            // Nothing is open then, which is what was wanted.
        }
    }

    /** Whether the same write may succeed later: there is no space, or somebody has a lock. */
    static boolean passes(SQLException failure) {
        SQLiteErrorCode code =
                failure instanceof SQLiteException known
                        ? known.getResultCode()
                        : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code) {
            case SQLITE_FULL,
                    SQLITE_IOERR_WRITE,
                    SQLITE_IOERR_SHMSIZE,
                    SQLITE_BUSY,
                    SQLITE_BUSY_RECOVERY,
                    SQLITE_BUSY_SNAPSHOT,
                    SQLITE_LOCKED ->
                    true;
            default -> false;
        };
    }
}
