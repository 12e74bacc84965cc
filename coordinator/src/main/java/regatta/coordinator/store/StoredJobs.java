package regatta.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import regatta.coordinator.api.CoordinatorCommand.JobFilter;
import regatta.coordinator.api.JobView;
import regatta.protocol.JobId;

/** Reads jobs; safe from any thread. */
final class StoredJobs {
    static final String COLUMNS =
            """
            SELECT place, id, kind, started, summary,
                (SELECT body FROM output WHERE output.job = job.place)
            """;

    private final ReadConnections connections;
    private final JobJson json;

    /**
     * The specs of unfinished jobs: however often one with a million URLs is listed while it runs,
     * its spec is in memory once.
     */
    private final Map<JobId, Record> unfinished = new ConcurrentHashMap<>();

    StoredJobs(ReadConnections connections, JobJson json) {
        this.connections = connections;
        this.json = json;
    }

    void accepted(JobView job) {
        unfinished.put(job.id(), job.spec().workload());
    }

    void ended(JobId job) {
        unfinished.remove(job);
    }

    Optional<JobView> find(JobId id) {
        return connections.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(COLUMNS + "FROM job WHERE id = ?")) {
                select.setString(1, id.value());
                return jobs(connection, select).stream().findFirst();
            }
        });
    }

    List<JobView> list(JobFilter filter, int limit) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        filter.state().ifPresent(state -> add(conditions, "state = ?", values, state.name()));
        filter.workload().ifPresent(kind -> add(conditions, "kind = ?", values, kind));
        filter.mode().ifPresent(mode -> add(conditions, "mode = ?", values, mode));
        filter.before().ifPresent(place -> add(conditions, "place < ?", values, place));
        values.add(limit);
        String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
        String sql = COLUMNS + "FROM job " + where + " ORDER BY place DESC LIMIT ?";
        return connections.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.size(); i++) {
                    select.setObject(i + 1, values.get(i));
                }
                return jobs(connection, select);
            }
        });
    }

    /** Reads the rows of a query of {@link #COLUMNS}. */
    List<JobView> jobs(Connection connection, PreparedStatement select) throws SQLException {
        List<JobView> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(job(connection, row));
            }
        }
        return found;
    }

    private JobView job(Connection connection, ResultSet row) throws SQLException {
        long place = row.getLong(1);
        Record known = unfinished.get(new JobId(row.getString(2)));
        Record spec = known == null ? spec(connection, place, row.getString(3)) : known;
        long started = row.getLong(4);
        Instant startedAt = row.wasNull() ? null : Instant.ofEpochMilli(started);
        return json.job(place, startedAt, row.getBytes(5), spec, row.getBytes(6));
    }

    private Record spec(Connection connection, long place, String kind) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT body FROM spec WHERE job = ?")) {
            select.setLong(1, place);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new StoreException(
                            StoreException.Kind.DAMAGED, "a job in the store has no spec");
                }
                return json.spec(kind, row.getBytes(1));
            }
        }
    }

    private static void add(
            List<String> conditions, String condition, List<Object> values, Object value) {
        conditions.add(condition);
        values.add(value);
    }
}
