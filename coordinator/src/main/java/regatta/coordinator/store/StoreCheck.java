package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks the invariants of a store without changing it. Works while a coordinator uses the store.
 */
public final class StoreCheck {
    private static final String WHOLE_STORE = "store";

    /**
     * Finds comparisons whose rounds have gaps, whose state does not fit their end time, or whose
     * jobs are missing.
     */
    private static final String COMPARISONS_WRONG =
            """
            SELECT id FROM comparison
            WHERE (ended IS NULL) <> (state IN ('QUEUED', 'RUNNING'))
                OR NOT EXISTS (SELECT 1 FROM comparison_jobs WHERE comparison = place)
                OR (SELECT COUNT(*) FROM round WHERE comparison = place)
                    <> (SELECT COALESCE(MAX(number), -1) + 1 FROM round WHERE comparison = place)
            """;

    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Kind> kinds = new TreeMap<>();
    private long jobs;
    private long settlements;

    private StoreCheck() {}

    /**
     * A violated invariant.
     *
     * @param where {@code store}, {@code comparison} with an id, or the id of a job
     */
    public record Finding(String where, String detail) {}

    /**
     * The numbers of jobs and settlements that the check read, and the check's findings. If the
     * store is well, the list of findings is empty.
     *
     * @param kinds the kinds of workload of all jobs, each with the number of its jobs
     */
    public record Result(
            long jobs, long settlements, List<Finding> findings, Map<String, Kind> kinds) {}

    /**
     * The number of jobs of a kind of workload, and the number of these jobs that have not ended.
     */
    public record Kind(int jobs, int unfinished) {}

    /**
     * Checks the store that the settings name.
     *
     * @throws StoreException DAMAGED if there is no store or the store cannot be read at all
     */
    public static Result run(StoreSettings settings) {
        if (!Files.exists(settings.file())) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED, "there is no store at " + settings.file());
        }
        StoreCheck check = new StoreCheck();
        try {
            Path file = settings.file().toRealPath();
            try (ReadConnections connections = new ReadConnections(file)) {
                if (connections.read(check::readable)) {
                    connections.read(check::kinds);
                    List<Long> places = connections.read(StoreCheck::places);
                    for (long place : places) {
                        connections.read(connection -> check.job(connection, place));
                    }
                }
            }
        } catch (IOException | SQLException failure) {
            throw StoreException.of("%s cannot be checked".formatted(settings.file()), failure);
        }
        return new Result(
                check.jobs,
                check.settlements,
                List.copyOf(check.findings),
                Collections.unmodifiableMap(check.kinds));
    }

    /** Checks the store as a whole and returns whether its jobs can be checked. */
    private boolean readable(Connection connection) throws SQLException {
        int version = Schema.version(connection);
        int known = Schema.STEPS.size();
        if (version != known) {
            add(
                    WHOLE_STORE,
                    "it has version %d, but this program checks version %d only"
                            .formatted(version, known));
            return false;
        }
        for (String damage : texts(connection, "PRAGMA quick_check(10)")) {
            if (!damage.equals("ok")) {
                add(WHOLE_STORE, damage);
            }
        }
        String orphans =
                """
                SELECT DISTINCT job FROM %s
                WHERE job NOT IN (SELECT place FROM job) AND job NOT IN (SELECT job FROM trash)
                """;
        for (String place : texts(connection, orphans.formatted("block"))) {
            add(WHOLE_STORE, "settlements belong to a job that does not exist, at place " + place);
        }
        for (String place : texts(connection, orphans.formatted("retried_task"))) {
            add(
                    WHOLE_STORE,
                    "retried tasks belong to a job that does not exist, at place " + place);
        }
        for (String id : texts(connection, COMPARISONS_WRONG)) {
            add("comparison " + id, "its state, end time, jobs and rounds contradict each other");
        }
        return findings.isEmpty();
    }

    private boolean kinds(Connection connection) throws SQLException {
        String sql = "SELECT kind, COUNT(*), COUNT(*) - COUNT(ended) FROM job GROUP BY kind";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                kinds.put(row.getString(1), new Kind(row.getInt(2), row.getInt(3)));
            }
        }
        return true;
    }

    private boolean job(Connection connection, long place) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(JobCheck.ROW + " WHERE place = ?")) {
            select.setLong(1, place);
            try (ResultSet row = select.executeQuery()) {
                // A running coordinator may have deleted the job meanwhile.
                if (row.next()) {
                    JobCheck check = new JobCheck(row);
                    jobs++;
                    settlements += check.run(connection);
                    check.findings().forEach(detail -> add(check.id(), detail));
                }
            }
        }
        return true;
    }

    private static List<Long> places(Connection connection) throws SQLException {
        return texts(connection, "SELECT place FROM job ORDER BY place").stream()
                .map(Long::valueOf)
                .toList();
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    private void add(String where, String detail) {
        findings.add(new Finding(where, detail));
    }
}
