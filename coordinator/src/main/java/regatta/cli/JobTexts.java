package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** One job, told in a few lines. */
public final class JobTexts {
    private static final int MANY = 10;

    private JobTexts() {}

    public static void print(JsonNode job, PrintWriter out) {
        JsonNode progress = job.path("progress");
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
            out.printf("  waits   for %s%n", job.path("waitingFor").asText());
        }
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
                    job.at("/failure/kind").asText(), job.at("/failure/message").asText());
        }
        out.flush();
    }

    private static String cpu(double seconds) {
        return seconds < 0 ? "unknown" : "%.3f s".formatted(seconds);
    }

    private static void answer(JsonNode lines, PrintWriter out) {
        String head = "answer";
        for (JsonNode line : lines) {
            out.printf("  %-7s %s%n", head, line.asText());
            head = "";
        }
    }

    private static void output(JsonNode output, PrintWriter out) {
        output.properties()
                .forEach(entry -> {
                    JsonNode value = entry.getValue();
                    if (!value.isArray()) {
                        out.printf("  %-7s %s%n", entry.getKey(), value.asText());
                        return;
                    }
                    for (int i = 0; i < Math.min(MANY, value.size()); i++) {
                        out.printf(
                                "  %-7s %s%n", i == 0 ? entry.getKey() : "", value.get(i).asText());
                    }
                    if (value.size() > MANY) {
                        out.printf("          … %,d in all%n", value.size());
                    }
                });
    }
}
