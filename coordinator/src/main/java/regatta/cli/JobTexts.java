package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import regatta.machine.Visible;

/** Prints one job in a few lines. */
public final class JobTexts {
    private static final int MANY = 10;

    /** The number of characters of a date and the space after the date. */
    private static final int DAY = "2026-11-29 ".length();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private JobTexts() {}

    public static void print(JsonNode job, PrintWriter out) {
        JsonNode progress = job.path("progress");
        String name = job.path("name").asText("");
        if (!name.isEmpty()) {
            out.println(Visible.of(name));
        }
        out.printf(
                "%s  %s  %s in %s, %d slots%n",
                job.path("id").asText(),
                job.path("state").asText(),
                job.path("workload").path("kind").asText(),
                job.path("mode").asText(),
                job.path("slots").asInt());
        out.printf(
                "  tasks   %,d of %,d succeeded, %,d failed, %,d running%n",
                progress.path("succeeded").asLong(),
                progress.path("total").asLong(),
                progress.path("failed").asLong(),
                progress.path("running").asLong());
        if (job.path("waitingFor").isTextual()) {
            out.printf("  waits   for %s%n", Visible.of(job.path("waitingFor").asText()));
        }
        times(job, out);
        if (job.path("report").isObject()) {
            JsonNode report = job.path("report");
            out.printf(
                    "  took    %.3f s wall, %s CPU, %d slots%n",
                    report.path("wallSeconds").asDouble(),
                    cpu(report.path("cpuSeconds").asDouble()),
                    report.path("slots").asInt());
        }
        if (job.path("answer").isEmpty()) {
            output(job.path("output"), out);
        } else {
            answer(job.path("answer"), out);
        }
        if (job.path("failure").isObject()) {
            out.printf(
                    "  failed  %s: %s%n",
                    job.at("/failure/kind").asText(),
                    Visible.of(job.at("/failure/message").asText()));
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
        out.printf(
                "%s  %s  %s%n",
                comparison.path("id").asText(),
                comparison.path("state").asText(),
                Visible.of(name.isEmpty() ? comparison.path("title").asText() : name));
        times(comparison, out);
        String verdict = comparison.at("/verdict/sentence").asText("");
        if (!verdict.isEmpty()) {
            out.printf("  verdict %s%n", verdict);
        }
        if (comparison.path("failure").isObject()) {
            out.printf("  failed  %s%n", Visible.of(comparison.at("/failure/message").asText()));
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
        out.printf("  when    submitted %s", time(submitted));
        if (!started.isEmpty()) {
            out.printf(", started %s", timeAfter(submitted, started));
        }
        if (!ended.isEmpty() && !ended.equals("null")) {
            out.printf(", ended %s", timeAfter(started.isEmpty() ? submitted : started, ended));
            if (!job.path("report").isObject()) {
                out.printf("%n  took    %s", took(job));
            }
        }
        out.println();
    }

    /** Formats an instant, without the day if the instant {@code before} is on the same day. */
    private static String timeAfter(String before, String instant) {
        String day = time(before).substring(0, DAY);
        String time = time(instant);
        return time.startsWith(day) ? time.substring(DAY) : time;
    }

    /** Formats an instant in this machine's time zone. */
    public static String time(String instant) {
        return TIME.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }

    /**
     * Returns the time from a job's start to its end. If the job has no start, the time counts from
     * the submission. If the job has no end, the time counts until now.
     */
    public static String took(JsonNode job) {
        JsonNode started = job.path("startedAt");
        JsonNode from = started.isTextual() ? started : job.path("submittedAt");
        if (!from.isTextual()) {
            return "";
        }
        JsonNode ended = job.path("endedAt");
        Instant to = ended.isTextual() ? Instant.parse(ended.asText()) : Instant.now();
        long millis = Math.max(0, Duration.between(Instant.parse(from.asText()), to).toMillis());
        return ProgressText.duration(millis / 1_000.0);
    }

    private static String cpu(double seconds) {
        return seconds < 0 ? "unknown" : "%.3f s".formatted(seconds);
    }

    private static void answer(JsonNode lines, PrintWriter out) {
        String head = "answer";
        for (JsonNode line : lines) {
            out.printf("  %-7s %s%n", head, Visible.of(line.asText()));
            head = "";
        }
    }

    private static void output(JsonNode output, PrintWriter out) {
        output.properties()
                .forEach(entry -> {
                    JsonNode value = entry.getValue();
                    if (!value.isArray()) {
                        out.printf("  %-7s %s%n", entry.getKey(), Visible.of(value.asText()));
                        return;
                    }
                    for (int i = 0; i < Math.min(MANY, value.size()); i++) {
                        out.printf(
                                "  %-7s %s%n",
                                i == 0 ? entry.getKey() : "", Visible.of(value.get(i).asText()));
                    }
                    if (value.size() > MANY) {
                        out.printf("          … %,d in total%n", value.size());
                    }
                });
    }
}
