package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Defines the tables as a list of steps, each of which upgrades a database from one version to the
 * next.
 *
 * <p>All tables but {@code job} refer to a job by the job's order, which is the column {@code
 * place} of table {@code job}. Large values have their own tables, so that the store can list and
 * end jobs without touching large values. A job whose order is in {@code trash} no longer exists;
 * the store deletes the job's rows bit by bit. When a job or comparison ends, the column {@code
 * ended_at_age} gets the total time for which coordinators have had the store open by that moment,
 * see {@link Lifetime}. The first epoch of a new store is the store's creation time in
 * milliseconds. This time exceeds every epoch of an older store. So workers that obeyed a
 * coordinator with the older store also obey a coordinator with the new store.
 */
final class Schema {
    private static final String FIRST =
            """
            CREATE TABLE store (
                epoch INTEGER NOT NULL,
                closed INTEGER NOT NULL,
                retries INTEGER NOT NULL);
            INSERT INTO store (epoch, closed, retries) VALUES (unixepoch() * 1000, 1, 0);
            CREATE TABLE job (
                place INTEGER PRIMARY KEY,
                id VARCHAR(64) NOT NULL UNIQUE,
                kind VARCHAR(64) NOT NULL,
                mode VARCHAR(64) NOT NULL,
                state VARCHAR(16) NOT NULL,
                submission VARCHAR(256) UNIQUE,
                digest VARCHAR(128),
                started BIGINT,
                ended BIGINT,
                active_epoch BIGINT NOT NULL,
                deaths INTEGER NOT NULL,
                settled_at_death BIGINT NOT NULL,
                summary BLOB NOT NULL);
            CREATE INDEX job_by_state ON job (state, place);
            CREATE INDEX job_by_end ON job (ended);
            CREATE TABLE spec (job INTEGER PRIMARY KEY, body BLOB NOT NULL);
            CREATE TABLE output (job INTEGER PRIMARY KEY, body BLOB NOT NULL);
            CREATE TABLE block (
                sequence INTEGER PRIMARY KEY,
                job BIGINT NOT NULL,
                first INTEGER NOT NULL,
                last INTEGER NOT NULL,
                tasks INTEGER NOT NULL,
                epoch BIGINT NOT NULL,
                body BLOB NOT NULL);
            CREATE INDEX block_by_task ON block (job, last, first);
            CREATE TABLE failed_task (
                job BIGINT NOT NULL,
                task INTEGER NOT NULL,
                body BLOB NOT NULL,
                PRIMARY KEY (job, task));
            CREATE TABLE trash (job INTEGER PRIMARY KEY);
            """;

    private static final String COMPARISONS =
            """
            CREATE TABLE comparison (
                place INTEGER PRIMARY KEY,
                id VARCHAR(64) NOT NULL UNIQUE,
                state VARCHAR(16) NOT NULL,
                submission VARCHAR(256) UNIQUE,
                digest VARCHAR(128),
                ended BIGINT,
                head BLOB NOT NULL,
                summary BLOB NOT NULL);
            CREATE INDEX comparison_by_state ON comparison (state, place);
            CREATE INDEX comparison_by_end ON comparison (ended);
            CREATE TABLE comparison_jobs (comparison INTEGER PRIMARY KEY, body BLOB NOT NULL);
            CREATE TABLE round (
                comparison BIGINT NOT NULL,
                number INTEGER NOT NULL,
                body BLOB NOT NULL,
                PRIMARY KEY (comparison, number));
            """;

    private static final String RETRIED =
            """
            CREATE TABLE retried_task (
                job BIGINT NOT NULL,
                task INTEGER NOT NULL,
                body BLOB NOT NULL,
                PRIMARY KEY (job, task));
            """;

    /**
     * Samples have their own table, so that the store can read and list comparisons without reading
     * samples.
     */
    private static final String SAMPLES =
            """
            CREATE TABLE round_sample (
                comparison BIGINT NOT NULL,
                number INTEGER NOT NULL,
                body BLOB NOT NULL,
                PRIMARY KEY (comparison, number));
            """;

    private static final String AGES =
            """
            ALTER TABLE store ADD COLUMN lived BIGINT NOT NULL DEFAULT 0;
            ALTER TABLE job ADD COLUMN ended_at_age BIGINT;
            ALTER TABLE comparison ADD COLUMN ended_at_age BIGINT;
            UPDATE job SET ended_at_age = 0 WHERE ended IS NOT NULL;
            UPDATE comparison SET ended_at_age = 0 WHERE ended IS NOT NULL;
            DROP INDEX job_by_end;
            DROP INDEX comparison_by_end;
            CREATE INDEX job_by_age ON job (ended_at_age);
            CREATE INDEX comparison_by_age ON comparison (ended_at_age);
            """;

    /** The step at index n leads from version n to version n + 1. */
    static final List<String> STEPS = List.of(FIRST, COMPARISONS, RETRIED, SAMPLES, AGES);

    private Schema() {}

    /**
     * Brings a database up to date within the caller's transaction.
     *
     * @throws StoreException DAMAGED if the database is newer than the steps
     */
    static void migrate(Connection database, List<String> steps) throws SQLException {
        int version = version(database);
        if (version > steps.size()) {
            throw unknown(version, steps.size());
        }
        try (Statement statement = database.createStatement()) {
            for (String step : steps.subList(version, steps.size())) {
                statement.executeUpdate(step);
            }
            statement.execute("PRAGMA user_version = " + steps.size());
        }
    }

    static int version(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet version = statement.executeQuery("PRAGMA user_version")) {
            return version.getInt(1);
        }
    }

    static StoreException unknown(int version, int known) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "the store has version %d, but this program knows versions up to %d only"
                        .formatted(version, known));
    }
}
