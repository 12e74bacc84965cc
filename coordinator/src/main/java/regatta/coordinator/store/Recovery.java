package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.schedule.Retried;

/**
 * Reads unfinished jobs, but not the settlements of these jobs. A caller reads the settlements
 * separately and learns the jobs' progress from the settlements.
 */
final class Recovery {
    private static final String UNFINISHED = StoredJobs.COLUMNS + "FROM job WHERE ended IS NULL";

    private static final String DEATHS =
            """
            SELECT CASE WHEN last > settled_at_death THEN 0 ELSE deaths END, last IS NOT NULL
            FROM (SELECT deaths, settled_at_death,
                    (SELECT MAX(sequence) FROM block WHERE job = place) AS last
                FROM job WHERE place = ?)
            """;

    private final StoredJobs jobs;

    Recovery(StoredJobs jobs) {
        this.jobs = jobs;
    }

    List<JobStore.Recovered> unfinished(Connection connection) throws SQLException {
        List<JobStore.Recovered> found = new ArrayList<>();
        try (PreparedStatement select =
                        connection.prepareStatement(UNFINISHED + " ORDER BY place");
                PreparedStatement deaths = connection.prepareStatement(DEATHS);
                PreparedStatement retried = connection.prepareStatement(RetriedRows.OF_JOB)) {
            for (JobView job : jobs.jobs(connection, select, true)) {
                List<Retried> again = RetriedRows.read(retried, job.order());
                deaths.setLong(1, job.order());
                try (ResultSet row = deaths.executeQuery()) {
                    found.add(
                            new JobStore.Recovered(
                                    accepted(job),
                                    job.startedAt(),
                                    row.getBoolean(2),
                                    again,
                                    row.getInt(1)));
                }
            }
        }
        return found;
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
}
