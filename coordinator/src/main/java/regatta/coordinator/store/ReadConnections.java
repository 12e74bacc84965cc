package regatta.coordinator.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A pool of connections that read the store. The pool grows to the largest number of simultaneous
 * reads. Each read sees one consistent state.
 */
final class ReadConnections implements AutoCloseable {
    private final Path file;
    private final Optional<OpenFiles> files;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** Makes a pool for a store that this process does not write. */
    ReadConnections(Path file) {
        this(file, Optional.empty());
    }

    /**
     * Makes a pool for a store that this process writes. If the store's files were moved or
     * replaced, the pool opens no more connections.
     */
    ReadConnections(Path file, OpenFiles files) {
        this(file, Optional.of(files));
    }

    private ReadConnections(Path file, Optional<OpenFiles> files) {
        this.file = file;
        this.files = files;
    }

    /** Runs a read. An SQL error becomes a {@link StoreException}. */
    <R> R read(Read<R> read) {
        if (closed) {
            throw new StoreException(StoreException.Kind.CLOSED, "the store is closed");
        }
        try {
            Connection connection = idle.poll();
            if (connection == null) {
                files.ifPresent(OpenFiles::check);
                connection = Connections.reading(file);
            }
            return read(read, connection);
        } catch (SQLException failure) {
            throw StoreException.of("the store cannot be read", failure);
        }
    }

    private <R> R read(Read<R> read, Connection connection) throws SQLException {
        boolean healthy = false;
        try {
            Connections.execute(connection, "BEGIN");
            R result = read.from(connection);
            Connections.execute(connection, "COMMIT");
            healthy = !closed;
            return result;
        } finally {
            if (healthy) {
                idle.push(connection);
            } else {
                connection.close();
            }
        }
    }

    /**
     * Closes the idle connections. A read in progress closes its own connection when the read
     * returns.
     */
    @Override
    public void close() throws SQLException {
        closed = true;
        for (Connection each = idle.poll(); each != null; each = idle.poll()) {
            each.close();
        }
    }

    /** A read within a transaction. */
    @FunctionalInterface
    interface Read<R> {
        R from(Connection connection) throws SQLException;
    }
}
