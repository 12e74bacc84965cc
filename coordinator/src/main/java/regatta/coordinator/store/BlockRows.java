package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.Outcome;

/**
 * Writes settlements: one row for each block of settlements that are kept together, and one more
 * row for each failed task.
 */
final class BlockRows {
    private final long epoch;
    private final PreparedStatement insert;
    private final PreparedStatement insertFailed;

    BlockRows(Connection database, long epoch) throws SQLException {
        this.epoch = epoch;
        this.insert =
                database.prepareStatement(
                        """
                        INSERT INTO block (job, first, last, tasks, epoch, body)
                        VALUES (?, ?, ?, ?, ?, ?)\
                        """);
        this.insertFailed =
                database.prepareStatement(
                        """
                        INSERT INTO failed_task (job, task, body) VALUES (?, ?, ?)
                        ON CONFLICT DO NOTHING\
                        """);
    }

    /**
     * Inserts settlements of a job and returns roughly how many bytes this method wrote.
     *
     * @param place the job's order
     */
    long insert(long place, List<Settlement> settlements) throws SQLException {
        long bytes = 0;
        for (SettlementBlock block : SettlementBlock.of(settlements)) {
            insert.setLong(1, place);
            insert.setInt(2, block.first());
            insert.setInt(3, block.last());
            insert.setInt(4, block.count());
            insert.setLong(5, epoch);
            insert.setBytes(6, block.bytes());
            insert.executeUpdate();
            bytes += block.bytes().length;
        }
        for (Settlement settlement : settlements) {
            if (settlement.outcome() instanceof Outcome.Failed) {
                bytes += insertFailed(place, settlement);
            }
        }
        return bytes;
    }

    private long insertFailed(long place, Settlement settlement) throws SQLException {
        byte[] body = SettlementBlock.of(List.of(settlement)).getFirst().bytes();
        insertFailed.setLong(1, place);
        insertFailed.setInt(2, settlement.task());
        insertFailed.setBytes(3, body);
        insertFailed.executeUpdate();
        return body.length;
    }
}
