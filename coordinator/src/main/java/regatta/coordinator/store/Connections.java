package regatta.coordinator.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens connections to SQLite and interprets its errors. */
final class Connections {
    /**
     * How long a connection waits for a lock. Other programs may read the database with SQLite's
     * own tools, which lock the database for moments.
     */
    private static final int BUSY_MILLIS = (int) Duration.ofSeconds(5).toMillis();

    /**
     * The size, in bytes, to which SQLite cuts its write-ahead log back after a burst of writes
     * made the log longer.
     */
    private static final int LONGEST_LOG = 64 << 20;

    private Connections() {}

    /**
     * Opens the one connection that writes. Automatic checkpoints are off: the writer makes all
     * checkpoints itself and so sees whether the sync succeeded.
     */
    static Connection writing(Path file, boolean synced) throws SQLException {
        NativeLibrary.load(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalSizeLimit(LONGEST_LOG);
        config.setSynchronous(synced ? SynchronousMode.FULL : SynchronousMode.OFF);
        Connection connection = config.createConnection(url(file));
        try {
            // This pragma must come before the pragma of the journal mode, which writes the first
            // page. A database that has a first page ignores this pragma.
            execute(connection, "PRAGMA auto_vacuum = INCREMENTAL");
            execute(connection, "PRAGMA journal_mode = WAL");
            execute(connection, "PRAGMA wal_autocheckpoint = 0");
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /** Opens a connection that sees committed data and cannot write. */
    static Connection reading(Path file) throws SQLException {
        NativeLibrary.load(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setReadOnly(true);
        return config.createConnection(url(file));
    }

    /**
     * Returns the driver's URL for a file. The driver takes the text after a question mark for
     * settings, unless the question mark is escaped.
     */
    private static String url(Path file) {
        String path = file.toString();
        return path.contains("?")
                ? "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath()
                : "jdbc:sqlite:" + path;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rolls a transaction back. Does nothing if SQLite has already rolled the transaction back. */
    static void rollback(Connection connection) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            // No transaction is open, as intended.
        }
    }

    /** Returns whether a write failed because another connection holds a lock. */
    static boolean isLocked(SQLException failure) {
        // The lowest byte of an extended code is the code that it extends.
        return (code(failure).code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    private static SQLiteErrorCode code(SQLException failure) {
        return failure instanceof SQLiteException known
                ? known.getResultCode()
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    /**
     * Returns whether the same write may succeed later, because the disk is full or another
     * connection holds a lock.
     */
    static boolean passes(SQLException failure) {
        return switch (code(failure)) {
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
