package regatta.coordinator.store;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Job;
import regatta.protocol.JobId;

/** Reads jobs. Safe from any thread. */
final class StoredJobs {
    static final String COLUMNS =
            """
            SELECT place, id, kind, started, ended, summary
            """;

    private final ReadConnections connections;
    private final JobJson json;

    /**
     * The unfinished jobs. A running job with a million URLs has its spec in memory once, however
     * often clients list the job.
     */
    private final Map<JobId, Job> unfinished = new ConcurrentHashMap<>();

    StoredJobs(ReadConnections connections, JobJson json) {
        this.connections = connections;
        this.json = json;
    }

    void accepted(Job job) {
        unfinished.put(job.id(), job);
    }

    void ended(JobId job) {
        unfinished.remove(job);
    }

    /** Finds a job. Cuts long lists of spec and output, unless {@code whole} is true. */
    Optional<JobView> find(JobId id, boolean whole) {
        return connections.read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement(COLUMNS + "FROM job WHERE id = ?")) {
                select.setString(1, id.value());
                return jobs(connection, select, whole).stream().findFirst();
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
                return jobs(connection, select, false);
            }
        });
    }

    /**
     * Reads the rows of a query that selects {@link #COLUMNS}. Cuts long lists of spec and output,
     * unless {@code whole} is true.
     */
    List<JobView> jobs(Connection connection, PreparedStatement select, boolean whole)
            throws SQLException {
        List<JobView> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(job(connection, row, whole));
            }
        }
        return found;
    }

    private JobView job(Connection connection, ResultSet row, boolean whole) throws SQLException {
        long place = row.getLong(1);
        long started = row.getLong(4);
        Instant startedAt = row.wasNull() ? null : Instant.ofEpochMilli(started);
        Job accepted = unfinished.get(new JobId(row.getString(2)));
        boolean ended = row.getObject(5) != null;
        if (accepted != null && !ended) {
            return accepted.unsettled(startedAt);
        }
        String kind = row.getString(3);
        JsonNode summary = JobJson.tree(row.getBytes(6));
        Cut cut = whole ? null : JobJson.cut(summary, JobJson.SPEC);
        Record spec = cut != null ? cut : spec(kind, summary, spec(connection, place));
        Record output = whole ? null : JobJson.cut(summary, JobJson.OUTPUT);
        if (output == null) {
            byte[] body = body(connection, "output", place);
            output = body == null ? null : output(kind, summary, body);
        }
        return json.job(place, startedAt, summary, spec, output);
    }

    private Record spec(String kind, JsonNode summary, byte[] body) {
        Optional<Record> read = json.spec(kind, body);
        return read.isPresent() ? read.get() : JobJson.asStored(summary, JobJson.SPEC, body);
    }

    private Record output(String kind, JsonNode summary, byte[] body) {
        Optional<Record> read = json.output(kind, body);
        return read.isPresent() ? read.get() : JobJson.asStored(summary, JobJson.OUTPUT, body);
    }

    private static byte[] spec(Connection connection, long place) throws SQLException {
        byte[] body = body(connection, "spec", place);
        if (body == null) {
            throw new StoreException(StoreException.Kind.DAMAGED, "a job in the store has no spec");
        }
        return body;
    }

    private static byte @Nullable [] body(Connection connection, String table, long place)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT body FROM " + table + " WHERE job = ?")) {
            select.setLong(1, place);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getBytes(1) : null;
            }
        }
    }

    private static void add(
            List<String> conditions, String condition, List<Object> values, Object value) {
        conditions.add(condition);
        values.add(value);
    }
}
