package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import regatta.cli.Table.Column;

/** Prints a list of jobs as a table that fits a terminal. */
public final class JobTable {
    private static final int SHORTEST_MODE = 8;
    private static final int SHORTEST_NAME = 8;

    /** The smallest count that the table shows in thousands. */
    private static final long MANY = 10_000;

    private JobTable() {}

    public static void print(JsonNode jobs, PrintWriter out) {
        boolean failures = false;
        for (JsonNode job : jobs) {
            failures |= failed(job) > 0;
        }
        List<Column> columns = new ArrayList<>();
        columns.add(Column.whole("JOB"));
        columns.add(Column.whole("STATE"));
        columns.add(Column.whole("TASKS"));
        if (failures) {
            columns.add(Column.whole("FAILED"));
        }
        columns.add(Column.whole("WHEN"));
        columns.add(Column.whole("TOOK"));
        columns.add(Column.cut("MODE", SHORTEST_MODE));
        columns.add(Column.cut("WORKLOAD", SHORTEST_NAME));
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode job : jobs) {
            rows.add(row(job, failures));
        }
        Table.print(columns, rows, out);
    }

    private static List<String> row(JsonNode job, boolean failures) {
        List<String> row = new ArrayList<>();
        row.add(job.path("id").asText());
        row.add(job.path("state").asText());
        JsonNode progress = job.path("progress");
        row.add(
                count(progress.path("succeeded").asLong())
                        + "/"
                        + count(progress.path("total").asLong()));
        if (failures) {
            row.add(failed(job) == 0 ? "" : count(failed(job)));
        }
        row.add(JobTexts.when(job.path("submittedAt").asText()));
        boolean waits = job.path("state").asText().equals("QUEUED");
        row.add(waits ? "" : JobTexts.tookShort(job));
        row.add(job.path("mode").asText());
        row.add(what(job));
        return row;
    }

    /** Returns a job's name with its kind of workload, or only the kind if it has no name. */
    private static String what(JsonNode job) {
        String kind = job.at("/workload/kind").asText();
        String name = job.path("name").asText();
        return name.isEmpty() ? kind : name + " (" + kind + ")";
    }

    private static long failed(JsonNode job) {
        return job.at("/progress/failed").asLong();
    }

    /** Formats a count in few characters. Rounds down, so that no unfinished job looks finished. */
    static String count(long count) {
        if (count < MANY) {
            return String.valueOf(count);
        }
        boolean millions = count >= MANY * 100;
        long tenths = count / (millions ? 100_000 : 100);
        String number =
                tenths % 10 == 0 || tenths >= 1_000
                        ? String.valueOf(tenths / 10)
                        : String.format(Locale.ROOT, "%d.%d", tenths / 10, tenths % 10);
        return number + (millions ? "M" : "k");
    }
}
