package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.jobs.Acceptance;
import regatta.protocol.JobId;

/**
 * Finds the job or comparison that an earlier submission with the same idempotency key made.
 *
 * @param known makes the answer from the id that the earlier submission got
 * @param reused the answer for a key that came with another body
 */
record KnownKeys<A>(String table, Function<String, A> known, A reused) {
    static final KnownKeys<Acceptance> JOBS =
            new KnownKeys<>(
                    "job", id -> new Acceptance.Known(new JobId(id)), new Acceptance.KeyReused());
    static final KnownKeys<ComparisonStore.Acceptance> COMPARISONS =
            new KnownKeys<>(
                    "comparison",
                    ComparisonStore.Acceptance.Known::new,
                    new ComparisonStore.Acceptance.KeyReused());

    PreparedStatement prepare(Connection database) throws SQLException {
        return database.prepareStatement(
                "SELECT id, digest FROM %s WHERE submission = ?".formatted(table));
    }

    /** Looks a key up with a statement that {@link #prepare} made. Returns null for a new key. */
    @Nullable A find(PreparedStatement byKey, IdempotencyKey key) throws SQLException {
        byKey.setString(1, key.value());
        try (ResultSet row = byKey.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            return row.getString(2).equals(key.bodyDigest())
                    ? known.apply(row.getString(1))
                    : reused;
        }
    }

    /** Looks a key up. Returns empty for a new key. */
    Optional<A> read(ReadConnections connections, IdempotencyKey key) {
        return connections.read(connection -> {
            try (PreparedStatement byKey = prepare(connection)) {
                return Optional.ofNullable(find(byKey, key));
            }
        });
    }
}
