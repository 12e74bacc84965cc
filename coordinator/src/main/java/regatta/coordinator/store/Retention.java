package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Deletes ended jobs and comparisons if there are too many, if they are too old or if the store is
 * too large, and shortens the store's file. The first step of a job's deletion hides the whole job.
 * Further steps delete the job's rows. Each step is so small that a commit waits for the step no
 * longer than for another commit.
 */
final class Retention {
    /**
     * How many rows a step deletes from one table. The row of a block of settlements has up to a
     * quarter of a megabyte.
     */
    private static final int STEP = 64;

    /**
     * The least number of free pages that stay in the file. To give back fewer pages is not worth a
     * write.
     */
    private static final long MIN_SPARE = 64;

    private static final long BUDGET = Duration.ofMillis(2).toNanos();

    private final Connection database;
    private final int keepEnded;
    private final long keepMillis;
    private final long keepBytes;
    private final Lifetime lifetime;

    Retention(Connection database, StoreSettings settings, Lifetime lifetime) {
        this.database = database;
        this.keepEnded = settings.keepEnded();
        this.keepMillis = settings.keepFor().toMillis();
        this.keepBytes = settings.keepBytes();
        this.lifetime = lifetime;
    }

    /**
     * Deletes rows for a few milliseconds within the caller's transaction. Returns whether there
     * may be more rows to delete.
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
        return comparison.isPresent() || shrink();
    }

    /**
     * Gives some free pages back to the disk, if more than an eighth of all pages are free. The
     * pages that stay free are for the next jobs. Returns whether the file got shorter.
     */
    private boolean shrink() throws SQLException {
        long spare = Math.max(MIN_SPARE, number("SELECT page_count / 8 FROM pragma_page_count"));
        if (number("SELECT freelist_count FROM pragma_freelist_count") <= spare) {
            return false;
        }
        long before = number("SELECT page_count FROM pragma_page_count");
        try (Statement statement = database.createStatement()) {
            // The driver runs an update to its end, but runs only one step of any other statement.
            statement.executeUpdate("PRAGMA incremental_vacuum(" + STEP + ")");
        }
        // A store that an earlier version of this program created cannot shrink.
        return number("SELECT page_count FROM pragma_page_count") < before;
    }

    /** Returns how many bytes of the file are in use. */
    private long used() throws SQLException {
        return number(
                "SELECT (page_count - freelist_count) * page_size"
                        + " FROM pragma_page_count, pragma_freelist_count, pragma_page_size");
    }

    /**
     * Returns the order of the job or comparison that ended first, if it is too old, if too many
     * have ended or if the store has too many bytes. Otherwise returns empty.
     */
    private OptionalLong dispensable(String table) throws SQLException {
        OptionalLong ended = one("SELECT COUNT(*) FROM " + table + " WHERE ended IS NOT NULL");
        OptionalLong first = one("SELECT MIN(ended_at_age) FROM " + table);
        if (first.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean tooMany = ended.orElse(0) > keepEnded;
        boolean tooOld = lifetime.millis() - first.getAsLong() > keepMillis;
        return tooMany || tooOld || used() > keepBytes
                ? one(
                        "SELECT MIN(place) FROM %s WHERE ended_at_age = %d"
                                .formatted(table, first.getAsLong()))
                : OptionalLong.empty();
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

    private long number(String sql) throws SQLException {
        return one(sql).orElse(0);
    }

    private OptionalLong one(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            long value = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }
}
