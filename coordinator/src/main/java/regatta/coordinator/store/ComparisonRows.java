package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.store.ComparisonStore.Acceptance;

/** Writes comparisons. Each method returns roughly how many bytes the method wrote. */
final class ComparisonRows {
    private final Lifetime lifetime;
    private final PreparedStatement byKey;
    private final PreparedStatement insert;
    private final PreparedStatement insertJobs;
    private final PreparedStatement update;
    private final PreparedStatement insertRound;
    private final PreparedStatement insertSample;
    private long nextPlace;

    ComparisonRows(Connection database, Lifetime lifetime) throws SQLException {
        this.lifetime = lifetime;
        this.byKey = KnownKeys.COMPARISONS.prepare(database);
        this.insert =
                database.prepareStatement(
                        """
                        INSERT INTO comparison (place, id, state, submission, digest, head, summary)
                        VALUES (?, ?, ?, ?, ?, ?, ?)\
                        """);
        this.insertJobs =
                database.prepareStatement(
                        "INSERT INTO comparison_jobs (comparison, body) VALUES (?, ?)");
        this.update =
                database.prepareStatement(
                        """
                        UPDATE comparison SET state = ?, ended = ?, ended_at_age = ?, summary = ?
                        WHERE id = ? AND ended IS NULL\
                        """);
        this.insertRound =
                database.prepareStatement(
                        """
                        INSERT INTO round (comparison, number, body)
                        SELECT place, (SELECT COUNT(*) FROM round WHERE comparison = place), ?
                        FROM comparison WHERE id = ?\
                        """);
        this.insertSample =
                database.prepareStatement(
                        """
                        INSERT INTO round_sample (comparison, number, body)
                        SELECT place, (SELECT MAX(number) FROM round WHERE comparison = place), ?
                        FROM comparison WHERE id = ?\
                        """);
        try (Statement statement = database.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT COALESCE(MAX(place), 0) + 1 FROM comparison")) {
            nextPlace = row.getLong(1);
        }
    }

    long accept(Write.AcceptComparison accept, List<Runnable> afterwards) throws SQLException {
        Acceptance known =
                accept.key() == null ? null : KnownKeys.COMPARISONS.find(byKey, accept.key());
        if (known != null) {
            afterwards.add(() -> accept.done().complete(known));
            return 0;
        }
        long place = nextPlace++;
        insert(place, accept);
        insertJobs.setLong(1, place);
        insertJobs.setBytes(2, accept.jobs());
        insertJobs.executeUpdate();
        afterwards.add(() -> accept.done().complete(new Acceptance.Kept(place)));
        return (long) accept.head().length + accept.jobs().length + accept.fresh().summary().length;
    }

    long keep(Write.KeepComparison keep, List<Runnable> afterwards) throws SQLException {
        ComparisonStore.Standing standing = keep.standing();
        update.setString(1, standing.state().name());
        if (standing.endedAt() == null) {
            update.setNull(2, Types.BIGINT);
            update.setNull(3, Types.BIGINT);
        } else {
            update.setLong(2, standing.endedAt().toEpochMilli());
            update.setLong(3, lifetime.millis());
        }
        update.setBytes(4, standing.summary());
        update.setString(5, standing.id());
        update.executeUpdate();
        afterwards.add(() -> keep.done().complete(null));
        return standing.summary().length;
    }

    long add(Write.AddRound add, List<Runnable> afterwards) throws SQLException {
        insertRound.setBytes(1, add.round());
        insertRound.setString(2, add.comparison());
        insertRound.executeUpdate();
        insertSample.setBytes(1, add.sample());
        insertSample.setString(2, add.comparison());
        insertSample.executeUpdate();
        afterwards.add(() -> add.done().complete(null));
        return (long) add.round().length + add.sample().length;
    }

    private void insert(long place, Write.AcceptComparison accept) throws SQLException {
        IdempotencyKey key = accept.key();
        insert.setLong(1, place);
        insert.setString(2, accept.fresh().id());
        insert.setString(3, accept.fresh().state().name());
        insert.setString(4, key == null ? null : key.value());
        insert.setString(5, key == null ? null : key.bodyDigest());
        insert.setBytes(6, accept.head());
        insert.setBytes(7, accept.fresh().summary());
        insert.executeUpdate();
    }
}
