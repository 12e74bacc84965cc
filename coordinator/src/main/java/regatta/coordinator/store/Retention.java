package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Deletes ended jobs that are too many or too old. The first step hides the whole job. Further
 * steps delete its rows, each so small that a commit waits for a step no longer than for another
 * commit.
 */
final class Retention {
    /** How many rows a step deletes from one table. A block has up to a quarter of a megabyte. */
    private static final int STEP = 64;

    private static final long BUDGET = Duration.ofMillis(2).toNanos();

    private final Connection database;
    private final int keepEnded;
    private final long keepMillis;
    private final Clock clock;

    Retention(Connection database, StoreSettings settings, Clock clock) {
        this.database = database;
        this.keepEnded = settings.keepEnded();
        this.keepMillis = settings.keepFor().toMillis();
        this.clock = clock;
    }

    /**
     * Deletes for a few milliseconds within the caller's transaction. Returns whether there may be
     * more to delete.
     */
    boolean steps() throws SQLException {
        long until = System.nanoTime() + BUDGET;
        boolean more = step();
        while (more && System.nanoTime() - until < 0) {
            more = step();
        }
        return more;
    }

    private boolean step() throws SQLException {
        OptionalLong trash = one("SELECT MIN(job) FROM trash");
        if (trash.isPresent()) {
            empty(trash.getAsLong());
            return true;
        }
        OptionalLong job = dispensable("job");
        if (job.isPresent()) {
            change("INSERT INTO trash (job) VALUES (?)", job.getAsLong());
            change("DELETE FROM job WHERE place = ?", job.getAsLong());
            return true;
        }
        OptionalLong comparison = dispensable("comparison");
        if (comparison.isPresent()) {
            long place = comparison.getAsLong();
            change("DELETE FROM round WHERE comparison = ?", place);
            change("DELETE FROM round_sample WHERE comparison = ?", place);
            change("DELETE FROM comparison_jobs WHERE comparison = ?", place);
            change("DELETE FROM comparison WHERE place = ?", place);
        }
        return comparison.isPresent();
    }

    /**
     * Returns the place of the row that ended first, if it is too old or too many rows have ended.
     */
    private OptionalLong dispensable(String table) throws SQLException {
        OptionalLong ended = one("SELECT COUNT(*) FROM " + table + " WHERE ended IS NOT NULL");
        OptionalLong first = one("SELECT MIN(ended) FROM " + table);
        boolean tooMany = ended.orElse(0) > keepEnded;
        if (first.isEmpty() || !(tooMany || first.getAsLong() < clock.millis() - keepMillis)) {
            return OptionalLong.empty();
        }
        return one("SELECT MIN(place) FROM " + table + " WHERE ended = " + first.getAsLong());
    }

    private void empty(long job) throws SQLException {
        int deleted =
                change(
                        "DELETE FROM block WHERE sequence IN"
                                + " (SELECT sequence FROM block WHERE job = ? LIMIT "
                                + STEP
                                + ")",
                        job);
        if (deleted > 0) {
            return;
        }
        deleted =
                change(
                        "DELETE FROM failed_task WHERE job = ?1 AND task IN"
                                + " (SELECT task FROM failed_task WHERE job = ?1 LIMIT "
                                + STEP
                                + ")",
                        job);
        if (deleted == 0) {
            change("DELETE FROM spec WHERE job = ?", job);
            change("DELETE FROM output WHERE job = ?", job);
            change("DELETE FROM trash WHERE job = ?", job);
        }
    }

    private int change(String sql, long job) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setLong(1, job);
            return statement.executeUpdate();
        }
    }

    private OptionalLong one(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            long value = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }
}
