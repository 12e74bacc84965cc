package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobView;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;

/** Reads the progress of unfinished jobs. */
final class Recovery {
    private static final String UNFINISHED = StoredJobs.COLUMNS + "FROM job WHERE ended IS NULL";

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
        try (PreparedStatement select =
                        connection.prepareStatement(UNFINISHED + " ORDER BY place");
                PreparedStatement deaths = connection.prepareStatement(DEATHS);
                PreparedStatement blocks =
                        connection.prepareStatement("SELECT body FROM block WHERE job = ?");
                PreparedStatement retried = connection.prepareStatement(RetriedRows.OF_JOB)) {
            for (JobView job : jobs.jobs(connection, select, true)) {
                Settled settled = settled(job, blocks);
                List<Retried> open = RetriedRows.read(retried, job.order());
                open.removeIf(one -> settled.tasks.get(one.task()));
                found.add(recovered(job, deaths, settled, open));
            }
        }
        return found;
    }

    private static JobStore.Recovered recovered(
            JobView job, PreparedStatement deaths, Settled settled, List<Retried> retried)
            throws SQLException {
        deaths.setLong(1, job.order());
        try (ResultSet row = deaths.executeQuery()) {
            return new JobStore.Recovered(
                    job,
                    settled.tasks,
                    retried,
                    settled.succeeded,
                    settled.failed,
                    settled.firstFailure,
                    row.getInt(1));
        }
    }

    private static Settled settled(JobView job, PreparedStatement blocks) throws SQLException {
        Settled settled = new Settled(job.progress().total());
        blocks.setLong(1, job.order());
        try (ResultSet row = blocks.executeQuery()) {
            while (row.next()) {
                SettlementBlock.read(row.getBytes(1), settled::add);
            }
        }
        return settled;
    }

    private static final class Settled {
        private final BitSet tasks;
        private int succeeded;
        private int failed;
        private @Nullable Settlement firstFailure;

        Settled(int total) {
            this.tasks = new BitSet(total);
        }

        void add(Settlement settlement) {
            if (tasks.get(settlement.task())) {
                return;
            }
            tasks.set(settlement.task());
            if (settlement.outcome() instanceof Outcome.Failed(Failure failure)) {
                failed++;
                if (firstFailure == null || before(settlement, firstFailure)) {
                    firstFailure = settlement;
                }
            } else {
                succeeded++;
            }
        }

        private static boolean before(Settlement one, Settlement other) {
            boolean poison = poison(one);
            return poison == poison(other) ? one.task() < other.task() : poison;
        }

        private static boolean poison(Settlement settlement) {
            return settlement.outcome() instanceof Outcome.Failed(Failure failure)
                    && failure.kind().equals(Failure.POISON);
        }
    }
}
