package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.protocol.JobId;

/**
 * Writes jobs, and remembers the order of each job that has not ended. The variables and columns
 * named {@code place} contain a job's order.
 */
final class JobRows {
    private final JobJson json;
    private final long epoch;
    private final Lifetime lifetime;
    private final Map<JobId, Long> places = new HashMap<>();
    private long nextPlace;
    private final PreparedStatement byKey;
    private final PreparedStatement insert;
    private final PreparedStatement insertSpec;
    private final PreparedStatement start;
    private final PreparedStatement end;
    private final PreparedStatement insertOutput;
    private final PreparedStatement hide;
    private final PreparedStatement deleteEnded;

    JobRows(Connection database, JobJson json, long epoch, Lifetime lifetime) throws SQLException {
        this.json = json;
        this.epoch = epoch;
        this.lifetime = lifetime;
        this.byKey = KnownKeys.JOBS.prepare(database);
        this.insert =
                database.prepareStatement(
                        """
                        INSERT INTO job (place, id, kind, mode, state, submission, digest,
                            active_epoch, deaths, settled_at_death, summary)
                        VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)\
                        """);
        this.insertSpec = database.prepareStatement("INSERT INTO spec (job, body) VALUES (?, ?)");
        this.start =
                database.prepareStatement(
                        """
                        UPDATE job SET started = COALESCE(started, ?), active_epoch = ?
                        WHERE place = ?\
                        """);
        this.end =
                database.prepareStatement(
                        """
                        UPDATE job SET state = ?, ended = ?, ended_at_age = ?, summary = ?
                        WHERE place = ? AND ended IS NULL\
                        """);
        this.insertOutput =
                database.prepareStatement(
                        "INSERT INTO output (job, body) VALUES (?, ?) ON CONFLICT DO NOTHING");
        this.hide =
                database.prepareStatement(
                        "INSERT INTO trash (job) SELECT place FROM job"
                                + " WHERE id = ? AND ended IS NOT NULL");
        this.deleteEnded =
                database.prepareStatement("DELETE FROM job WHERE id = ? AND ended IS NOT NULL");
        readPlaces(database);
    }

    /**
     * Counts the last coordinator's death against each unfinished job that the last coordinator had
     * started. A coordinator died if it ended without closing the store. If a task of a job was
     * settled after the death that was counted before, the job's count of deaths restarts at one.
     */
    static void chargeDeath(Connection database, long lastEpoch) throws SQLException {
        String settled =
                "COALESCE((SELECT MAX(sequence) FROM block WHERE block.job = job.place), 0)";
        Connections.execute(
                database,
                """
                UPDATE job SET settled_at_death = %1$s,
                    deaths = CASE WHEN %1$s > settled_at_death THEN 1 ELSE deaths + 1 END
                WHERE ended IS NULL AND active_epoch = %2$d\
                """
                        .formatted(settled, lastEpoch));
    }

    /** Returns the order of a job; null if the job has ended or is unknown. */
    @Nullable Long place(JobId job) {
        return places.get(job);
    }

    /** Accepts a job and returns roughly how many bytes this method wrote. */
    long accept(Write.Accept accept, List<Runnable> afterwards) throws SQLException {
        Acceptance known = accept.key() == null ? null : KnownKeys.JOBS.find(byKey, accept.key());
        if (known != null) {
            afterwards.add(() -> accept.done().complete(known));
            return 0;
        }
        Job job = accept.job().withOrder(nextPlace++);
        byte[] summary;
        byte[] spec;
        try {
            summary = json.summary(job);
            spec = json.spec(job);
        } catch (IllegalArgumentException unwritable) {
            afterwards.add(() -> accept.done().completeExceptionally(unwritable));
            return 0;
        }
        insert(job, accept.key(), summary);
        blob(insertSpec, job.order(), spec);
        afterwards.add(() -> {
            places.put(job.id(), job.order());
            accept.done().complete(new Acceptance.Kept(job));
        });
        return (long) summary.length + spec.length;
    }

    void start(Write.Start write, List<Runnable> afterwards) throws SQLException {
        Long place = places.get(write.job());
        if (place != null) {
            start.setLong(1, write.now().toEpochMilli());
            start.setLong(2, epoch);
            start.setLong(3, place);
            start.executeUpdate();
        }
        afterwards.add(() -> write.done().complete(null));
    }

    /** Ends a job and returns roughly how many bytes this method wrote. */
    long end(Write.End write, List<Runnable> afterwards) throws SQLException {
        JobEnd ended = write.end();
        JobId id = ended.job().id();
        Long place = places.get(id);
        if (place == null) {
            afterwards.add(() -> write.done().complete(null));
            return 0;
        }
        byte[] summary;
        byte @Nullable [] output;
        try {
            summary = json.summary(ended);
            output = ended.output() == null ? null : json.output(ended.output());
        } catch (IllegalArgumentException unwritable) {
            afterwards.add(() -> write.done().completeExceptionally(unwritable));
            return 0;
        }
        end(place, ended, summary);
        if (output != null) {
            blob(insertOutput, place, output);
        }
        afterwards.add(() -> {
            places.remove(id);
            write.done().complete(null);
        });
        return (long) summary.length + (output == null ? 0 : output.length);
    }

    /** Hides a job that ended. {@link Retention} deletes the job's rows bit by bit. */
    void delete(Write.Delete delete, List<Runnable> afterwards) throws SQLException {
        Deletion made;
        if (places.containsKey(delete.job())) {
            made = new Deletion.Unfinished();
        } else {
            hide.setString(1, delete.job().value());
            hide.executeUpdate();
            deleteEnded.setString(1, delete.job().value());
            made = deleteEnded.executeUpdate() == 0 ? new Deletion.Absent() : new Deletion.Done();
        }
        afterwards.add(() -> delete.done().complete(made));
    }

    private void insert(Job job, @Nullable IdempotencyKey key, byte[] summary) throws SQLException {
        insert.setLong(1, job.order());
        insert.setString(2, job.id().value());
        insert.setString(3, job.spec().kind());
        insert.setString(4, job.mode());
        insert.setString(5, JobState.QUEUED.name());
        insert.setString(6, key == null ? null : key.value());
        insert.setString(7, key == null ? null : key.bodyDigest());
        insert.setBytes(8, summary);
        insert.executeUpdate();
    }

    private void end(long place, JobEnd job, byte[] summary) throws SQLException {
        end.setString(1, job.state().name());
        end.setLong(2, job.endedAt().toEpochMilli());
        end.setLong(3, lifetime.millis());
        end.setBytes(4, summary);
        end.setLong(5, place);
        end.executeUpdate();
    }

    private static void blob(PreparedStatement insert, long place, byte[] body)
            throws SQLException {
        insert.setLong(1, place);
        insert.setBytes(2, body);
        insert.executeUpdate();
        // A statement keeps its parameters in memory, and a spec may have many megabytes.
        insert.clearParameters();
    }

    private void readPlaces(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT id, place FROM job WHERE ended IS NULL")) {
            while (row.next()) {
                places.put(new JobId(row.getString(1)), row.getLong(2));
            }
        }
        long last = greatest(database, "SELECT COALESCE(MAX(place), 0) FROM job");
        long lastTrash = greatest(database, "SELECT COALESCE(MAX(job), 0) FROM trash");
        nextPlace = Math.max(last, lastTrash) + 1;
    }

    private static long greatest(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }
}
