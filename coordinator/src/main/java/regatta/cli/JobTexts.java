package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import regatta.document.Figures;
import regatta.machine.Visible;

/** Prints one job in a few lines. */
public final class JobTexts {
    private static final int MANY = 10;

    /** The column in which the text of a line begins. */
    private static final int TEXT = 10;

    /** If a table may be at least this wide, the table shows whole dates. */
    private static final int WIDE = 100;

    /** The number of characters of a date and the space after the date. */
    private static final int DAY = "2026-11-29 ".length();

    private static final int YEAR = "2026-".length();
    private static final int MONTH = "2026-11".length();
    private static final int MINUTES = "10:18".length();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private JobTexts() {}

    public static void print(JsonNode job, PrintWriter out) {
        JsonNode progress = job.path("progress");
        String name = job.path("name").asText("");
        if (!name.isEmpty()) {
            out.println(Terminal.folded(Visible.of(name), 2));
        }
        out.printf(
                "%s  %s  %s in %s, %s%n",
                job.path("id").asText(),
                job.path("state").asText(),
                job.path("workload").path("kind").asText(),
                job.path("mode").asText(),
                Figures.counted(job.path("slots").asInt(), "slot"));
        out.printf(
                "  tasks   %,d of %,d succeeded, %,d failed, %,d running%n",
                progress.path("succeeded").asLong(),
                progress.path("total").asLong(),
                progress.path("failed").asLong(),
                progress.path("running").asLong());
        waits(job, out);
        times(job, out);
        if (job.path("report").isObject()) {
            JsonNode report = job.path("report");
            out.printf(
                    "  took    %.3f s wall, %s CPU, %s%n",
                    report.path("wallSeconds").asDouble(),
                    cpu(report.path("cpuSeconds").asDouble()),
                    Figures.counted(report.path("slots").asInt(), "slot"));
        }
        if (job.path("answer").isEmpty()) {
            output(job.path("output"), out);
        } else {
            answer(job.path("answer"), out);
        }
        if (job.path("failure").isObject()) {
            line(
                    out,
                    "failed",
                    job.at("/failure/kind").asText() + ": " + job.at("/failure/message").asText());
        }
        out.flush();
    }

    /** Prints a job or a comparison. */
    public static void printAny(JsonNode one, PrintWriter out) {
        if (one.has("arms")) {
            printComparison(one, out);
        } else {
            print(one, out);
        }
    }

    /** Prints a comparison. */
    static void printComparison(JsonNode comparison, PrintWriter out) {
        String name = comparison.path("name").asText("");
        String head =
                "%s  %s  %s"
                        .formatted(
                                comparison.path("id").asText(),
                                comparison.path("state").asText(),
                                Visible.of(
                                        name.isEmpty() ? comparison.path("title").asText() : name));
        out.println(Terminal.folded(head, 2));
        times(comparison, out);
        String verdict = comparison.at("/verdict/sentence").asText("");
        if (!verdict.isEmpty()) {
            line(out, "verdict", verdict);
        }
        if (comparison.path("failure").isObject()) {
            line(out, "failed", comparison.at("/failure/message").asText());
        }
        out.flush();
    }

    private static void times(JsonNode job, PrintWriter out) {
        String submitted = job.path("submittedAt").asText("");
        String ended = job.path("endedAt").asText("");
        if (submitted.isEmpty()) {
            return;
        }
        String started = job.path("startedAt").isTextual() ? job.path("startedAt").asText() : "";
        StringBuilder when = new StringBuilder("submitted " + time(submitted));
        if (!started.isEmpty()) {
            when.append(", started ").append(timeAfter(submitted, started));
        }
        boolean over = !ended.isEmpty() && !ended.equals("null");
        if (over) {
            String before = started.isEmpty() ? submitted : started;
            when.append(", ended ").append(timeAfter(before, ended));
        }
        line(out, "when", when.toString());
        if (over && !job.path("report").isObject()) {
            line(out, "took", took(job));
        }
    }

    /** Says for how long a job has waited to start, and what it waits for. */
    private static void waits(JsonNode job, PrintWriter out) {
        boolean queued = job.path("state").asText().equals("QUEUED");
        String why = job.path("waitingFor").asText("");
        if (queued) {
            line(out, "waits", took(job) + " so far, for " + (why.isEmpty() ? "its turn" : why));
        } else if (!why.isEmpty()) {
            line(out, "waits", "for " + why);
        }
    }

    /** Prints a line with a head. A terminal gets a long one in several lines. */
    private static void line(PrintWriter out, String head, String text) {
        out.println(Terminal.folded("  %-7s %s".formatted(head, Visible.of(text)), TEXT));
    }

    /** Formats an instant, without the day if the instant {@code before} is on the same day. */
    private static String timeAfter(String before, String instant) {
        String day = time(before).substring(0, DAY);
        String time = time(instant);
        return time.startsWith(day) ? time.substring(DAY) : time;
    }

    /** Formats an instant in this machine's time zone. */
    private static String time(String instant) {
        return TIME.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }

    /**
     * Formats an instant for a table: the time of today, the day of this year, or the month of an
     * earlier one; all of it in a wide terminal, and if stdout is no terminal.
     */
    static String when(String instant) {
        String whole = time(instant);
        if (Table.widthLimit() >= WIDE) {
            return whole;
        }
        String today = TIME.format(Instant.now().atZone(ZoneId.systemDefault()));
        if (whole.startsWith(today.substring(0, DAY))) {
            return whole.substring(DAY, DAY + MINUTES);
        }
        return whole.startsWith(today.substring(0, YEAR))
                ? whole.substring(YEAR, DAY - 1)
                : whole.substring(0, MONTH);
    }

    /**
     * Returns the time from a job's start to its end. If the job has no start, the time counts from
     * the submission. If the job has no end, the time counts until now.
     */
    private static String took(JsonNode job) {
        double seconds = seconds(job);
        return seconds < 0 ? "" : ProgressText.duration(seconds);
    }

    /** Returns the same time in a few characters, for a table. */
    static String tookShort(JsonNode job) {
        double seconds = seconds(job);
        return seconds < 0 ? "" : ProgressText.brief(seconds);
    }

    private static double seconds(JsonNode job) {
        JsonNode started = job.path("startedAt");
        JsonNode from = started.isTextual() ? started : job.path("submittedAt");
        if (!from.isTextual()) {
            return -1;
        }
        JsonNode ended = job.path("endedAt");
        Instant to = ended.isTextual() ? Instant.parse(ended.asText()) : Instant.now();
        long millis = Math.max(0, Duration.between(Instant.parse(from.asText()), to).toMillis());
        return millis / 1_000.0;
    }

    private static String cpu(double seconds) {
        return seconds < 0 ? "unknown" : "%.3f s".formatted(seconds);
    }

    private static void answer(JsonNode lines, PrintWriter out) {
        String head = "answer";
        for (JsonNode line : lines) {
            line(out, head, line.asText());
            head = "";
        }
    }

    private static void output(JsonNode output, PrintWriter out) {
        output.properties()
                .forEach(entry -> {
                    JsonNode value = entry.getValue();
                    if (!value.isArray()) {
                        line(out, entry.getKey(), value.asText());
                        return;
                    }
                    for (int i = 0; i < Math.min(MANY, value.size()); i++) {
                        line(out, i == 0 ? entry.getKey() : "", value.get(i).asText());
                    }
                    if (value.size() > MANY) {
                        out.printf("          … %,d in total%n", value.size());
                    }
                });
    }
}
