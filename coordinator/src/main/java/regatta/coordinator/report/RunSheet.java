package regatta.coordinator.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.coordinator.api.RunReport.SlotAccount;
import regatta.coordinator.api.RunReport.WorkerShare;
import regatta.document.Csv;
import regatta.document.Document;
import regatta.document.Document.Block;
import regatta.document.Document.Column;
import regatta.document.Document.Notes;
import regatta.document.Document.Paragraph;
import regatta.document.Document.Table;
import regatta.document.Figures;
import regatta.document.Markdown;
import regatta.document.PlainText;

/**
 * The report of one job as text, Markdown and CSV.
 *
 * @param title names the job
 * @param answer the few lines that tell a person what the job's output is
 */
public record RunSheet(String title, List<String> answer, RunReport report) {
    public RunSheet {
        answer = List.copyOf(answer);
    }

    /**
     * Makes the sheet of an ended job.
     *
     * @throws IllegalArgumentException if the job has no report
     */
    public static RunSheet of(JobView job, List<String> answer) {
        RunReport report = job.report();
        if (report == null) {
            throw new IllegalArgumentException("job " + job.id().value() + " has no report");
        }
        String title =
                "Job %s (%s): %s".formatted(job.id().value(), job.spec().kind(), job.state());
        return new RunSheet(title, answer, report);
    }

    public String text() {
        return PlainText.of(document());
    }

    public String markdown() {
        return Markdown.of(document());
    }

    /**
     * Returns the figures as CSV, one figure in each line, with unrounded seconds. The value of an
     * unknown figure is empty.
     */
    public String csv() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        answer.forEach(line -> rows.add(List.of("answer", line)));
        rows.add(List.of("mode", report.mode()));
        rows.add(List.of("slots", report.slots()));
        rows.add(List.of("tasks", report.tasks()));
        rows.add(List.of("attempts", report.attempts()));
        rows.add(List.of("repeated_attempts", report.repeatedAttempts()));
        rows.add(List.of("wall_seconds", report.wallSeconds()));
        rows.add(List.of("cpu_seconds", report.cpuSeconds() < 0 ? "" : report.cpuSeconds()));
        rows.add(List.of("cpu_shared", report.cpuShared()));
        SlotAccount account = report.slotAccount();
        rows.add(List.of("running_slot_seconds", account.running()));
        rows.add(List.of("hand_over_slot_seconds", account.handOver()));
        rows.add(List.of("none_ready_slot_seconds", account.noneReady()));
        rows.add(List.of("drained_slot_seconds", account.drained()));
        parts().forEach((name, part) -> rows.addAll(lines(name, part)));
        for (WorkerShare worker : report.workers()) {
            rows.add(List.of("attempts of " + worker.worker(), worker.attempts()));
            rows.add(List.of("ran_seconds of " + worker.worker(), worker.ranSeconds()));
        }
        return Csv.of(List.of("figure", "value"), rows);
    }

    private static List<List<@Nullable Object>> lines(String name, Distribution part) {
        return List.of(
                List.of(name + "_seconds_p50", part.p50()),
                List.of(name + "_seconds_p90", part.p90()),
                List.of(name + "_seconds_p99", part.p99()),
                List.of(name + "_seconds_max", part.max()),
                List.of(name + "_seconds_mean", part.mean()),
                List.of(name + "_seconds_total", part.total()));
    }

    private Map<String, Distribution> parts() {
        Map<String, Distribution> parts = new LinkedHashMap<>();
        parts.put("queued", report.queued());
        parts.put("waited", report.waited());
        parts.put("ran", report.ran());
        parts.put("delay", report.delay());
        return parts;
    }

    private Document document() {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Paragraph(summary()));
        if (!answer.isEmpty()) {
            blocks.add(new Notes(answer.stream().map(line -> "Answer: " + line).toList()));
        }
        blocks.add(slots());
        blocks.add(attempts());
        blocks.add(workers());
        return new Document(title, blocks);
    }

    private String summary() {
        String cpu = report.cpuSeconds() < 0 ? "unknown" : Figures.time(report.cpuSeconds());
        return "%s with %s: %s in %s (%d repeated); wall %s, CPU %s%s."
                .formatted(
                        report.mode(),
                        Figures.counted(report.slots(), "slot"),
                        Figures.counted(report.tasks(), "task"),
                        Figures.counted(report.attempts(), "attempt"),
                        report.repeatedAttempts(),
                        Figures.time(report.wallSeconds()),
                        cpu,
                        report.cpuShared() ? " (a share of its pool's)" : "");
    }

    Table slots() {
        SlotAccount account = report.slotAccount();
        double all = account.all();
        List<List<String>> rows = new ArrayList<>();
        rows.add(slotTime("running", account.running(), all));
        if (report.cpuSeconds() >= 0) {
            double cpu = Math.min(report.cpuSeconds(), account.running());
            rows.add(slotTime("running: on CPU", cpu, all));
            rest(account.running() - cpu, all, rows);
        }
        rows.add(slotTime("hand-over", account.handOver(), all));
        rows.add(slotTime("none ready", account.noneReady(), all));
        rows.add(slotTime("drained", account.drained(), all));
        return new Table(
                List.of(Column.text("slot time"), Column.number("time"), Column.number("share")),
                rows);
    }

    /**
     * Adds the running time that was not on a processor: as one row, or as two rows if the
     * operating system shows how long threads had no core.
     */
    private void rest(double seconds, double all, List<List<String>> rows) {
        RunReport.Ready ready = report.ready();
        if (ready == null) {
            rows.add(slotTime("running: without a processor", seconds, all));
        } else {
            rows.add(slotTime("running: ready without a core", ready.seconds(), all));
            rows.add(slotTime("running: waiting", seconds - ready.seconds(), all));
        }
    }

    private static List<String> slotTime(String part, double seconds, double all) {
        return List.of(part, Figures.time(seconds), Figures.percent(all > 0 ? seconds / all : 0));
    }

    Table attempts() {
        List<Column> columns = new ArrayList<>(List.of(Column.text("per attempt")));
        for (String figure : List.of("p50", "p90", "p99", "max", "mean", "total")) {
            columns.add(Column.number(figure));
        }
        List<List<String>> rows = new ArrayList<>();
        parts().forEach((name, part) ->
                rows.add(
                        List.of(
                                name,
                                Figures.time(part.p50()),
                                Figures.time(part.p90()),
                                Figures.time(part.p99()),
                                Figures.time(part.max()),
                                Figures.time(part.mean()),
                                Figures.time(part.total()))));
        return new Table(columns, rows);
    }

    Table workers() {
        List<Column> columns =
                List.of(Column.text("worker"), Column.number("attempts"), Column.number("ran"));
        Map<String, List<String>> rows = new TreeMap<>();
        for (WorkerShare worker : report.workers()) {
            rows.put(
                    worker.worker(),
                    List.of(
                            worker.worker(),
                            String.valueOf(worker.attempts()),
                            Figures.time(worker.ranSeconds())));
        }
        return new Table(columns, List.copyOf(rows.values()));
    }
}
