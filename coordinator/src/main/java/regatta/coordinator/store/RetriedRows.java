package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;

/**
 * Writes one row with the attempt counts of each task that runs again. The row stays until the task
 * is settled or its job ends.
 */
final class RetriedRows {
    static final String OF_JOB = "SELECT body FROM retried_task WHERE job = ?";

    private final PreparedStatement upsert;
    private final PreparedStatement delete;
    private final PreparedStatement deleteAll;

    RetriedRows(Connection database) throws SQLException {
        this.upsert =
                database.prepareStatement(
                        """
                        INSERT INTO retried_task (job, task, body) VALUES (?, ?, ?)
                        ON CONFLICT (job, task) DO UPDATE SET body = excluded.body\
                        """);
        this.delete =
                database.prepareStatement("DELETE FROM retried_task WHERE job = ? AND task = ?");
        this.deleteAll = database.prepareStatement("DELETE FROM retried_task WHERE job = ?");
    }

    /**
     * Reads the rows of one job.
     *
     * @param ofJob the prepared statement {@link #OF_JOB}
     * @param place the job's order
     */
    static List<Retried> read(PreparedStatement ofJob, long place) throws SQLException {
        List<Retried> found = new ArrayList<>();
        ofJob.setLong(1, place);
        try (ResultSet row = ofJob.executeQuery()) {
            while (row.next()) {
                found.add(JobJson.read(row.getBytes(1), Retried.class));
            }
        }
        return found;
    }

    /**
     * Writes the attempt counts of tasks and returns roughly how many bytes this method wrote.
     *
     * @param place the order of the tasks' job
     */
    long keep(long place, List<Retried> tasks) throws SQLException {
        long bytes = 0;
        for (Retried retried : tasks) {
            byte[] body = JobJson.write(retried);
            upsert.setLong(1, place);
            upsert.setInt(2, retried.task());
            upsert.setBytes(3, body);
            upsert.executeUpdate();
            bytes += body.length;
        }
        return bytes;
    }

    /**
     * Deletes the rows of settled tasks, so that the end of the job has fewer rows to delete. Skips
     * tasks with one attempt, because these tasks seldom have a row. A task with one attempt has a
     * row only if the attempt was wrongly believed lost.
     */
    void settled(long place, List<Settlement> settlements) throws SQLException {
        for (Settlement settlement : settlements) {
            if (settlement.attempts() > 1) {
                delete.setLong(1, place);
                delete.setInt(2, settlement.task());
                delete.executeUpdate();
            }
        }
    }

    void ended(long place) throws SQLException {
        deleteAll.setLong(1, place);
        deleteAll.executeUpdate();
    }
}
