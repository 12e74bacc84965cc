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
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;

/** Reads and writes the comparisons of a SQLite store. */
final class StoredComparisons implements ComparisonStore {
    private static final String COLUMNS = "SELECT place, head, summary, ";
    private static final String JOBS =
            "(SELECT body FROM comparison_jobs WHERE comparison = place) FROM comparison ";

    /** Reads rounds without the attempts, which are most of their bytes. */
    private static final String BARE =
            "SELECT body, NULL FROM round WHERE comparison = ? ORDER BY number";

    private static final String SAMPLED =
            """
            SELECT round.body, round_sample.body FROM round
            LEFT JOIN round_sample USING (comparison, number)
            WHERE comparison = ? ORDER BY number\
            """;

    private final ReadConnections connections;
    private final ComparisonJson json;
    private final StoreWriter writer;

    StoredComparisons(ReadConnections connections, JobJson json, StoreWriter writer) {
        this.connections = connections;
        this.json = new ComparisonJson(json);
        this.writer = writer;
    }

    @Override
    public CompletionStage<Acceptance> accept(
            ComparisonView comparison, Optional<IdempotencyKey> key) {
        CompletableFuture<Acceptance> done = new CompletableFuture<>();
        writer.add(new Write.AcceptComparison(comparison, key.orElse(null), done));
        return done;
    }

    @Override
    public Optional<Acceptance> known(IdempotencyKey key) {
        return KnownKeys.COMPARISONS.read(connections, key);
    }

    @Override
    public CompletionStage<Void> keep(ComparisonView comparison) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.add(new Write.KeepComparison(comparison, done));
        return done;
    }

    @Override
    public CompletionStage<Void> add(ComparisonId comparison, Round round) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        writer.add(new Write.AddRound(comparison, round, done));
        return done;
    }

    @Override
    public List<ComparisonView> unfinished() {
        return read(COLUMNS + JOBS + "WHERE ended IS NULL ORDER BY place", List.of(), SAMPLED);
    }

    @Override
    public Optional<ComparisonView> find(ComparisonId id) {
        return find(id, BARE);
    }

    @Override
    public Optional<ComparisonView> whole(ComparisonId id) {
        return find(id, SAMPLED);
    }

    private Optional<ComparisonView> find(ComparisonId id, String rounds) {
        return read(COLUMNS + JOBS + "WHERE id = ?", List.of(id.value()), rounds).stream()
                .findFirst();
    }

    @Override
    public List<ComparisonView> list(Optional<JobState> state, Optional<Long> before, int limit) {
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

    private List<ComparisonView> read(String sql, List<Object> values, String rounds) {
        return connections.read(connection -> {
            List<ComparisonView> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    select.setObject(i + 1, values.get(i));
                }
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        long place = row.getLong(1);
                        found.add(
                                json.comparison(
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

    private static List<Round> rounds(Connection connection, String sql, long place)
            throws SQLException {
        List<Round> rounds = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, place);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Round round = ComparisonJson.round(row.getBytes(1));
                    byte[] sample = row.getBytes(2);
                    rounds.add(sample == null ? round : round.with(ComparisonJson.sample(sample)));
                }
            }
        }
        return rounds;
    }
}
