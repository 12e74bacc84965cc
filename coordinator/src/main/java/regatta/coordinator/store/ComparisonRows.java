package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.ComparisonView;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.store.ComparisonStore.Acceptance;

/** Writes comparisons. Each method returns roughly how many bytes it wrote. */
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
        ComparisonView comparison = accept.comparison().withOrder(nextPlace++);
        byte[] head;
        byte[] jobs;
        byte[] summary;
        try {
            head = ComparisonJson.head(comparison.spec());
            jobs = ComparisonJson.jobs(comparison.spec());
            summary = ComparisonJson.summary(comparison);
        } catch (IllegalArgumentException unwritable) {
            afterwards.add(() -> accept.done().completeExceptionally(unwritable));
            return 0;
        }
        insert(comparison, accept.key(), head, summary);
        insertJobs.setLong(1, comparison.order());
        insertJobs.setBytes(2, jobs);
        insertJobs.executeUpdate();
        afterwards.add(() -> accept.done().complete(new Acceptance.Kept(comparison)));
        return (long) head.length + jobs.length + summary.length;
    }

    long keep(Write.KeepComparison keep, List<Runnable> afterwards) throws SQLException {
        ComparisonView comparison = keep.comparison();
        byte[] summary = ComparisonJson.summary(comparison);
        update.setString(1, comparison.state().name());
        if (comparison.endedAt() == null) {
            update.setNull(2, Types.BIGINT);
            update.setNull(3, Types.BIGINT);
        } else {
            update.setLong(2, comparison.endedAt().toEpochMilli());
            update.setLong(3, lifetime.millis());
        }
        update.setBytes(4, summary);
        update.setString(5, comparison.id().value());
        update.executeUpdate();
        afterwards.add(() -> keep.done().complete(null));
        return summary.length;
    }

    long add(Write.AddRound add, List<Runnable> afterwards) throws SQLException {
        byte[] round = ComparisonJson.round(add.round());
        insertRound.setBytes(1, round);
        insertRound.setString(2, add.comparison().value());
        insertRound.executeUpdate();
        byte[] sample = ComparisonJson.sample(add.round());
        insertSample.setBytes(1, sample);
        insertSample.setString(2, add.comparison().value());
        insertSample.executeUpdate();
        afterwards.add(() -> add.done().complete(null));
        return (long) round.length + sample.length;
    }

    private void insert(
            ComparisonView comparison, @Nullable IdempotencyKey key, byte[] head, byte[] summary)
            throws SQLException {
        insert.setLong(1, comparison.order());
        insert.setString(2, comparison.id().value());
        insert.setString(3, comparison.state().name());
        insert.setString(4, key == null ? null : key.value());
        insert.setString(5, key == null ? null : key.bodyDigest());
        insert.setBytes(6, head);
        insert.setBytes(7, summary);
        insert.executeUpdate();
    }
}
