package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Job;

/**
 * Reads unfinished jobs, but not the settlements of these jobs. A caller reads the settlements
 * separately and learns the jobs' progress from the settlements.
 */
final class Recovery {
    private static final String UNFINISHED = StoredJobs.COLUMNS + "FROM job WHERE ended IS NULL";

    private static final String SETTLED =
            """
            SELECT place FROM job
            WHERE ended IS NULL AND EXISTS (SELECT 1 FROM block WHERE block.job = place)
            """;

    private static final String DEATHS =
            """
            SELECT CASE
                WHEN (SELECT MAX(sequence) FROM block WHERE job = place) > settled_at_death THEN 0
                ELSE deaths END
            FROM job WHERE place = ?
            """;

    private final StoredJobs jobs;

    Recovery(StoredJobs jobs) {
        this.jobs = jobs;
    }

    List<JobStore.Recovered> unfinished(Connection connection) throws SQLException {
        List<JobStore.Recovered> found = new ArrayList<>();
        Set<Long> settled = settled(connection);
        try (PreparedStatement select =
                        connection.prepareStatement(UNFINISHED + " ORDER BY place");
                PreparedStatement deaths = connection.prepareStatement(DEATHS);
                PreparedStatement retried = connection.prepareStatement(RetriedRows.OF_JOB)) {
            for (JobView job : jobs.jobs(connection, select, true)) {
                found.add(
                        new JobStore.Recovered(
                                accepted(job),
                                job.startedAt(),
                                settled.contains(job.order()),
                                RetriedRows.read(retried, job.order()),
                                deaths(deaths, job.order())));
            }
        }
        return found;
    }

    /** Returns the places of the jobs that have settlements. */
    private static Set<Long> settled(Connection connection) throws SQLException {
        Set<Long> places = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(SETTLED);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                places.add(rows.getLong(1));
            }
        }
        return places;
    }

    private static Job accepted(JobView job) {
        return new Job(
                job.id(),
                job.order(),
                job.mode(),
                job.slots(),
                job.spec(),
                job.progress().total(),
                job.submittedAt());
    }

    private static int deaths(PreparedStatement deaths, long place) throws SQLException {
        deaths.setLong(1, place);
        try (ResultSet row = deaths.executeQuery()) {
            return row.getInt(1);
        }
    }
}
