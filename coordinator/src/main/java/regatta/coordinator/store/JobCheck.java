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

/** Checks one job of a store. */
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

    /** One broken job is reported, not each of its million tasks. */
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
                "it ran in epoch %d, the store is at %d".formatted(row.getLong(10), storeEpoch));
        expect(row.getLong(6) == 1, "it has no spec");
        expect(id.equals(job.id().value()), "its summary is that of job " + job.id());
        expect(
                row.getString(3).equals(job.state().name()),
                "it is %s, its summary says %s".formatted(row.getString(3), job.state()));
    }

    String id() {
        return id;
    }

    List<String> findings() {
        return findings;
    }

    /** Returns how many settlements there are. */
    long run(Connection connection) throws SQLException {
        // Before the settlements, which may become more meanwhile.
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
                "%d tasks failed, %d are listed as failed".formatted(failed, failedRows));
        expect(
                ended == job.state().terminal(),
                "it is %s, but %s".formatted(job.state(), ended ? "has ended" : "has not ended"));
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
                "task %d of %d is to run again".formatted(task, job.progress().total()));
        expect(
                one.endedUpTo() <= one.attempt()
                        && one.attempts() <= one.attempt()
                        && one.failures() <= one.attempts(),
                "task %d has impossible counts: %s".formatted(task, one));
        retried.put(task, one);
    }

    private void block(ResultSet row) throws SQLException {
        long own = row.getLong(4);
        expect(own >= epoch, "a settlement of epoch %d after one of %d".formatted(own, epoch));
        expect(
                own <= storeEpoch,
                "a settlement of epoch %d, the store is at %d".formatted(own, storeEpoch));
        epoch = own;
        List<Settlement> settlements = new ArrayList<>();
        try {
            SettlementBlock.read(row.getBytes(5), settlements::add);
        } catch (RuntimeException damaged) {
            add("a block that cannot be read: " + damaged.getMessage());
            return;
        }
        int first = row.getInt(1);
        int last = row.getInt(2);
        expect(settlements.size() == row.getInt(3), "a block of another size than it says");
        for (Settlement settlement : settlements) {
            if (settlement.task() < first || settlement.task() > last) {
                add("task %d in a block of others".formatted(settlement.task()));
            }
            settlement(settlement);
        }
    }

    private void settlement(Settlement settlement) {
        int task = settlement.task();
        if (task < 0 || task >= job.progress().total()) {
            add("task %d of %d is settled".formatted(task, job.progress().total()));
            return;
        }
        if (settled.get(task)) {
            add("task %d is settled twice".formatted(task));
        }
        if (settlement.attempts() < 1) {
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
        expect(job.report() != null, "it ended without a report");
        expect(job.endedAt() != null, "it ended, but not at any time");
        boolean asTold =
                job.progress().succeeded() == succeeded && job.progress().failed() == failed;
        boolean atLeast =
                job.progress().succeeded() <= succeeded && job.progress().failed() <= failed;
        // What was being kept when a job was cancelled is not in its counts.
        expect(
                job.state() == JobState.CANCELLED ? atLeast : asTold,
                "it counts %d succeeded and %d failed tasks, settled are %d and %d"
                        .formatted(
                                job.progress().succeeded(),
                                job.progress().failed(),
                                succeeded,
                                failed));
        if (job.state() == JobState.SUCCEEDED) {
            expect(succeeded == job.progress().total(), "it succeeded without all of its tasks");
            expect(hasOutput, "it succeeded without an output");
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
