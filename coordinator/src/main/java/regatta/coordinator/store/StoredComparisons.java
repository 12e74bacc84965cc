package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;

/** Reads and writes the comparisons of a SQLite store. */
final class StoredComparisons implements ComparisonStore {
    private static final String COLUMNS = "SELECT place, head, summary, ";
    private static final String JOBS =
            "(SELECT body FROM comparison_jobs WHERE comparison = place) FROM comparison ";

    /** Reads rounds without their samples of attempts. The sample takes most of a round's bytes. */
    private static final String BARE =
            "SELECT body, NULL FROM round WHERE comparison = ? ORDER BY number";

    private static final String SAMPLED =
            """
            SELECT round.body, round_sample.body FROM round
            LEFT JOIN round_sample USING (comparison, number)
            WHERE comparison = ? ORDER BY number\
            """;

    private final ReadConnections connections;
    private final StoreWriter writer;

    StoredComparisons(ReadConnections connections, StoreWriter writer) {
        this.connections = connections;
        this.writer = writer;
    }

    @Override
    public CompletionStage<Acceptance> accept(
            Standing fresh, byte[] head, byte[] jobs, Optional<IdempotencyKey> key) {
        CompletableFuture<Acceptance> done = new CompletableFuture<>();
        writer.add(new Write.AcceptComparison(fresh, head, jobs, key.orElse(null), done));
        return done;
    }

    @Override
    public Optional<Acceptance> known(IdempotencyKey key) {
        return KnownKeys.COMPARISONS.read(connections, key);
    }

    @Override
    public CompletionStage<Void> keep(Standing standing) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.add(new Write.KeepComparison(standing, done));
        return done;
    }

    @Override
    public CompletionStage<Void> add(String comparison, byte[] round, byte[] sample) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.add(new Write.AddRound(comparison, round, sample, done));
        return done;
    }

    @Override
    public List<Documents> unfinished() {
        return read(COLUMNS + JOBS + "WHERE ended IS NULL ORDER BY place", List.of(), SAMPLED);
    }

    @Override
    public Optional<Documents> find(String comparison) {
        return find(comparison, BARE);
    }

    @Override
    public Optional<Documents> whole(String comparison) {
        return find(comparison, SAMPLED);
    }

    private Optional<Documents> find(String comparison, String rounds) {
        return read(COLUMNS + JOBS + "WHERE id = ?", List.of(comparison), rounds).stream()
                .findFirst();
    }

    @Override
    public List<Documents> list(Optional<JobState> state, Optional<Long> before, int limit) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        state.ifPresent(one -> {
            conditions.add("state = ?");
            values.add(one.name());
        });
        before.ifPresent(place -> {
            conditions.add("place < ?");
            values.add(place);
        });
        values.add(limit);
        String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
        return read(
                COLUMNS + "NULL FROM comparison " + where + " ORDER BY place DESC LIMIT ?",
                values,
                BARE);
    }

    private List<Documents> read(String sql, List<Object> values, String rounds) {
        return connections.read(connection -> {
            List<Documents> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    select.setObject(i + 1, values.get(i));
                }
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        long place = row.getLong(1);
                        found.add(
                                new Documents(
                                        place,
                                        row.getBytes(2),
                                        row.getBytes(4),
                                        row.getBytes(3),
                                        rounds(connection, rounds, place)));
                    }
                }
            }
            return found;
        });
    }

    private static List<RoundDocuments> rounds(Connection connection, String sql, long place)
            throws SQLException {
        List<RoundDocuments> rounds = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, place);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rounds.add(new RoundDocuments(row.getBytes(1), row.getBytes(2)));
                }
            }
        }
        return rounds;
    }
}
