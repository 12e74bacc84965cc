package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/** Reads settlements, at most a few blocks at a time. Safe from any thread. */
final class StoredSettlements {
    private static final String PAGE =
            """
            SELECT last, first, sequence, body FROM block
            WHERE job = (SELECT place FROM job WHERE id = ?)
                AND last >= ? AND last <= ? AND first < ?
            """;

    /**
     * Reads the next chunk: the blocks that follow a given block in the sequence of the index
     * {@code block_by_task}.
     */
    private static final String CHUNK =
            """
            SELECT last, first, sequence, body FROM block
            WHERE job = (SELECT place FROM job WHERE id = ?) AND (last, first, sequence) > (?, ?, ?)
            ORDER BY last, first, sequence LIMIT 16
            """;

    private static final String FAILED =
            """
            SELECT task, task, 0, body FROM failed_task
            WHERE job = (SELECT place FROM job WHERE id = ?) AND task >= ?
            ORDER BY task LIMIT ?
            """;

    private final ReadConnections connections;

    StoredSettlements(ReadConnections connections) {
        this.connections = connections;
    }

    List<Settlement> page(JobId id, int from, int limit) {
        long until = (long) from + limit;
        long last = SettlementBlock.lastBelow(until);
        return read(PAGE, List.of(id.value(), from, last, until)).stream()
                .flatMap(block -> block.settlements().stream())
                .filter(settlement -> settlement.task() >= from && settlement.task() < until)
                .sorted(Comparator.comparingInt(Settlement::task))
                .toList();
    }

    List<Settlement> failed(JobId id, int from, int limit) {
        return read(FAILED, List.of(id.value(), from, limit)).stream()
                .flatMap(block -> block.settlements().stream())
                .toList();
    }

    /**
     * Streams all settlements of a job. Each chunk of blocks is a separate read. So a slow caller
     * does not pin old pages in the log, and a caller that does not close the stream leaks nothing.
     */
    Stream<Settlement> all(JobId id) {
        return Stream.iterate(
                        chunk(id, new Block(-1, -1, -1, List.of())),
                        chunk -> !chunk.isEmpty(),
                        chunk -> chunk(id, chunk.getLast()))
                .flatMap(List::stream)
                .flatMap(block -> block.settlements().stream());
    }

    private List<Block> chunk(JobId id, Block after) {
        return read(CHUNK, List.of(id.value(), after.last(), after.first(), after.sequence()));
    }

    private List<Block> read(String sql, List<Object> values) {
        return connections.read(connection -> read(connection, sql, values));
    }

    private static List<Block> read(Connection connection, String sql, List<Object> values)
            throws SQLException {
        List<Block> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    List<Settlement> settlements = new ArrayList<>();
                    SettlementBlock.read(row.getBytes(4), settlements::add);
                    found.add(new Block(row.getInt(1), row.getInt(2), row.getLong(3), settlements));
                }
            }
        }
        return found;
    }

    /**
     * One block of settlements, as a row of {@code PAGE}, {@code CHUNK} or {@code FAILED} contains
     * the block.
     */
    private record Block(int last, int first, long sequence, List<Settlement> settlements) {}
}
