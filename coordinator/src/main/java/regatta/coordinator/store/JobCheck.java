package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.Outcome;

/**
 * Checks the rows of one job in a store and collects findings. A finding says how the rows violate
 * an invariant of the store.
 */
final class JobCheck {
    static final String ROW =
            """
            SELECT place, id, state, ended, summary,
                (SELECT COUNT(*) FROM spec WHERE spec.job = place),
                (SELECT COUNT(*) FROM output WHERE output.job = place),
                (SELECT COUNT(*) FROM failed_task WHERE failed_task.job = place),
                (SELECT epoch FROM store), active_epoch
            FROM job
            """;

    private static final String BLOCKS =
            "SELECT first, last, tasks, epoch, body FROM block WHERE job = ? ORDER BY sequence";

    /**
     * The largest number of findings that the check collects for one job. Without a limit, a
     * damaged job might have a finding for each of a million tasks.
     */
    private static final int MOST_FINDINGS = 10;

    private final List<String> findings = new ArrayList<>();
    private final BitSet settled = new BitSet();
    private final Map<Integer, Retried> retried = new HashMap<>();
    private final long place;
    private final String id;
    private final boolean ended;
    private final boolean hasOutput;
    private final long failedRows;
    private final long storeEpoch;
    private final JobView job;
    private long epoch;
    private int succeeded;
    private int failed;

    JobCheck(ResultSet row) throws SQLException {
        place = row.getLong(1);
        id = row.getString(2);
        job = JobJson.summaryOnly(row.getBytes(5));
        row.getLong(4);
        ended = !row.wasNull();
        hasOutput = row.getLong(7) == 1;
        failedRows = row.getLong(8);
        storeEpoch = row.getLong(9);
        expect(
                row.getLong(10) <= storeEpoch,
                "it ran in epoch %d, but the store is at epoch %d"
                        .formatted(row.getLong(10), storeEpoch));
        expect(row.getLong(6) == 1, "it has no spec");
        expect(id.equals(job.id().value()), "its summary belongs to job " + job.id());
        expect(
                row.getString(3).equals(job.state().name()),
                "its state is %s, but its summary says %s"
                        .formatted(row.getString(3), job.state()));
    }

    String id() {
        return id;
    }

    List<String> findings() {
        return findings;
    }

    /** Checks the job and returns how many settlements it has. */
    long run(Connection connection) throws SQLException {
        // Read the attempt counts before the settlements, because a running coordinator may add
        // settlements meanwhile.
        try (PreparedStatement select = connection.prepareStatement(RetriedRows.OF_JOB)) {
            RetriedRows.read(select, place).forEach(this::retried);
        }
        try (PreparedStatement select = connection.prepareStatement(BLOCKS)) {
            select.setLong(1, place);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    block(row);
                }
            }
        }
        expect(
                failedRows == failed,
                "%d tasks failed, but %d are listed as failed".formatted(failed, failedRows));
        expect(
                ended == job.state().terminal(),
                "its state is %s, but it %s"
                        .formatted(job.state(), ended ? "has ended" : "has not ended"));
        if (ended) {
            end();
        }
        return (long) succeeded + failed;
    }

    private void retried(Retried one) {
        int task = one.task();
        expect(!ended, "it ended, but task %d is to run again".formatted(task));
        expect(
                task >= 0 && task < job.progress().total(),
                "task %d is to run again, but the job has only %d tasks"
                        .formatted(task, job.progress().total()));
        expect(
                one.endedUpTo() <= one.attempt()
                        && one.attempts() <= one.attempt()
                        && one.failures() <= one.attempts(),
                "task %d has impossible counts: %s".formatted(task, one));
        retried.put(task, one);
    }

    private void block(ResultSet row) throws SQLException {
        long own = row.getLong(4);
        expect(
                own >= epoch,
                "a settlement of epoch %d follows one of epoch %d".formatted(own, epoch));
        expect(
                own <= storeEpoch,
                "a settlement is of epoch %d, but the store is at epoch %d"
                        .formatted(own, storeEpoch));
        epoch = own;
        List<Settlement> settlements = new ArrayList<>();
        try {
            SettlementBlock.read(row.getBytes(5), settlements::add);
        } catch (RuntimeException damaged) {
            add("a block cannot be read: " + damaged.getMessage());
            return;
        }
        int first = row.getInt(1);
        int last = row.getInt(2);
        expect(
                settlements.size() == row.getInt(3),
                "the number of settlements in a block differs from the number in its row");
        for (Settlement settlement : settlements) {
            if (settlement.task() < first || settlement.task() > last) {
                add("task %d lies in a block of other tasks".formatted(settlement.task()));
            }
            settlement(settlement);
        }
    }

    private void settlement(Settlement settlement) {
        int task = settlement.task();
        if (task < 0 || task >= job.progress().total()) {
            add(
                    "task %d is settled, but the job has only %d tasks"
                            .formatted(task, job.progress().total()));
            return;
        }
        if (settled.get(task)) {
            add("task %d is settled twice".formatted(task));
        }
        // A task that waited too long for a host fails without an attempt.
        if (settlement.attempts() < 1 && settlement.worker() != null) {
            add("task %d is settled after %d attempts".formatted(task, settlement.attempts()));
        }
        Retried before = retried.get(task);
        expect(
                before == null || settlement.attempts() >= before.attempts(),
                "task %d is settled after fewer attempts than it had before".formatted(task));
        settled.set(task);
        if (settlement.outcome() instanceof Outcome.Failed) {
            failed++;
        } else {
            succeeded++;
        }
    }

    private void end() {
        // If no workload here can read a job, the job never runs. The job can only be cancelled,
        // and a job that is cancelled before it runs has no report.
        expect(
                job.report() != null || job.state() == JobState.CANCELLED,
                "it ended, but has no report");
        expect(job.endedAt() != null, "it ended, but has no end time");
        expect(
                job.progress().succeeded() == succeeded && job.progress().failed() == failed,
                "its summary counts %d succeeded and %d failed tasks, its settlements %d and %d"
                        .formatted(
                                job.progress().succeeded(),
                                job.progress().failed(),
                                succeeded,
                                failed));
        if (job.state() == JobState.SUCCEEDED) {
            expect(
                    succeeded == job.progress().total(),
                    "it succeeded, but not all of its tasks did");
            expect(hasOutput, "it succeeded, but has no output");
        }
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            add(otherwise);
        }
    }

    private void add(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }
}
