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
import java.util.List;

/**
 * Checks what must hold in a store, without changing anything; also while a coordinator uses it.
 */
public final class StoreCheck {
    private static final String WHOLE_STORE = "store";

    /** Rounds are numbered without gaps, and what ended has an end. */
    private static final String COMPARISONS_WRONG =
            """
            SELECT id FROM comparison
            WHERE (ended IS NULL) <> (state IN ('QUEUED', 'RUNNING'))
                OR NOT EXISTS (SELECT 1 FROM comparison_jobs WHERE comparison = place)
                OR (SELECT COUNT(*) FROM round WHERE comparison = place)
                    <> (SELECT COALESCE(MAX(number), -1) + 1 FROM round WHERE comparison = place)
            """;

    private final List<Finding> findings = new ArrayList<>();
    private long jobs;
    private long settlements;

    private StoreCheck() {}

    /**
     * Something that must not be.
     *
     * @param where {@code store}, or the id of a job
     */
    public record Finding(String where, String detail) {}

    /** What was looked at, and what was found: nothing, where all is well. */
    public record Result(long jobs, long settlements, List<Finding> findings) {}

    /**
     * Checks the store of these settings.
     *
     * @throws StoreException DAMAGED when there is none or it cannot be read at all
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
                    List<Long> places = connections.read(StoreCheck::places);
                    for (long place : places) {
                        connections.read(connection -> check.job(connection, place));
                    }
                }
            }
        } catch (IOException | SQLException failure) {
            throw StoreException.of("%s cannot be checked".formatted(settings.file()), failure);
        }
        return new Result(check.jobs, check.settlements, List.copyOf(check.findings));
    }

    /** Whether it makes sense to look further. */
    private boolean readable(Connection connection) throws SQLException {
        int version = Schema.version(connection);
        int known = Schema.STEPS.size();
        if (version != known) {
            add(
                    WHOLE_STORE,
                    "it has version %d, this program checks version %d".formatted(version, known));
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
            add(WHOLE_STORE, "settlements of a job that is not there, at place " + place);
        }
        for (String place : texts(connection, orphans.formatted("retried_task"))) {
            add(WHOLE_STORE, "retried tasks of a job that is not there, at place " + place);
        }
        for (String id : texts(connection, COMPARISONS_WRONG)) {
            add("comparison " + id, "its state, its end and its rounds do not go together");
        }
        return findings.isEmpty();
    }

    private boolean job(Connection connection, long place) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(JobCheck.ROW + " WHERE place = ?")) {
            select.setLong(1, place);
            try (ResultSet row = select.executeQuery()) {
                // It may have been deleted meanwhile.
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
