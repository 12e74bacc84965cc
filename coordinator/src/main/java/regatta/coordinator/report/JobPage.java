package regatta.coordinator.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.RunReport;
import regatta.document.Document;
import regatta.document.Document.Block;
import regatta.document.Document.Caption;
import regatta.document.Document.Card;
import regatta.document.Document.Chip;
import regatta.document.Document.Folded;
import regatta.document.Document.Heading;
import regatta.document.Document.Notes;
import regatta.document.Document.Term;
import regatta.document.Document.Terms;
import regatta.document.Document.Tone;
import regatta.document.Figures;
import regatta.document.Html;
import regatta.document.SlotTimeChart;
import regatta.document.TimeLineChart;
import regatta.document.TimeTerms;

/**
 * Lays out the report of one job as a page: how the job ended, where its time went, and when its
 * tasks ran.
 */
public final class JobPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH);

    private static final Terms SLOT_TIME =
            new Terms(
                    List.of(
                            new Term("running", "a slot ran a task"),
                            new Term("on CPU", "the task computed"),
                            new Term(
                                    "ready without a core",
                                    "the task could have run, but had none"),
                            new Term("waiting", "the task waited for something else than a core"),
                            new Term("hand-over", "a slot was free though a task was on its way"),
                            new Term("none ready", "a slot was free because no task was ready yet"),
                            new Term("drained", "a slot was free because no task remained")));

    private JobPage() {}

    /**
     * Writes the page of a job that has a report.
     *
     * @param answer the few lines that tell a person what the job's output is
     * @param sample says when and where the job's tasks ran
     * @param data the job and the sample as JSON, for the page's script
     */
    public static String html(JobView job, List<String> answer, AttemptSample sample, String data) {
        RunSheet sheet = RunSheet.of(job, answer);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Caption(when(job)));
        blocks.add(card(job, sheet.report()));
        if (!answer.isEmpty()) {
            blocks.add(new Heading("Answer"));
            blocks.add(new Notes(answer));
        }
        blocks.add(new Heading("Where the time of the slots went"));
        blocks.add(
                new Caption(
                        "A slot runs one task at a time. The bar is all the time that the job's slots"
                                + " had from the first task to the last, and its parts are what they"
                                + " did with it."));
        blocks.add(SlotTimeChart.of(List.of(SlotTimeChart.Bar.of(job.mode(), sheet.report()))));
        blocks.add(new Folded("The same in figures", List.of(sheet.slots(), SLOT_TIME)));
        timeLine(sheet.report(), sample, blocks);
        blocks.add(
                new Folded(
                        "How long attempts took",
                        List.of(sheet.attempts(), TimeTerms.OF_ATTEMPTS)));
        blocks.add(new Folded("Which workers ran them", List.of(sheet.workers())));
        return Html.of(new Document("Regatta: job " + title(job), blocks), data);
    }

    private static String title(JobView job) {
        return job.spec().name().isEmpty()
                ? job.spec().kind() + " " + job.id().value()
                : job.spec().name();
    }

    private static String when(JobView job) {
        Instant started = job.startedAt();
        Instant ended = job.endedAt();
        return "Job %s, %s in mode %s; submitted %s%s%s"
                .formatted(
                        job.id().value(),
                        job.spec().kind(),
                        job.mode(),
                        time(job.submittedAt()),
                        started == null ? "" : ", started " + time(started),
                        ended == null ? "" : ", ended " + time(ended));
    }

    private static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneOffset.UTC));
    }

    private static Card card(JobView job, RunReport report) {
        Progress progress = job.progress();
        String wall = Figures.time(report.wallSeconds());
        String headline =
                switch (job.state()) {
                    case SUCCEEDED ->
                            "Succeeded: %s in %s"
                                    .formatted(Figures.counted(progress.total(), "task"), wall);
                    case FAILED ->
                            "Failed: %,d of %s failed, in %s"
                                    .formatted(
                                            progress.failed(),
                                            Figures.counted(progress.total(), "task"),
                                            wall);
                    default ->
                            "Cancelled: %,d of %s done, in %s"
                                    .formatted(
                                            progress.succeeded(),
                                            Figures.counted(progress.total(), "task"),
                                            wall);
                };
        List<String> sentences = new ArrayList<>();
        if (job.failure() != null) {
            sentences.add(job.failure().kind() + ": " + job.failure().message());
        }
        List<Chip> chips = new ArrayList<>();
        chips.add(chip(Figures.counted(report.slots(), "slot")));
        chips.add(chip(Figures.counted(report.attempts(), "attempt")));
        if (report.repeatedAttempts() > 0) {
            chips.add(
                    new Chip(
                            "%,d of them repeated".formatted(report.repeatedAttempts()),
                            Tone.BEWARE));
        }
        if (report.cpuSeconds() >= 0) {
            chips.add(
                    chip(
                            "%s of processor time%s"
                                    .formatted(
                                            Figures.time(report.cpuSeconds()),
                                            report.cpuShared() ? " (a share of its pool's)" : "")));
        }
        String emphasis = headline.substring(0, headline.indexOf(':'));
        String good = job.failure() == null ? emphasis : "";
        return new Card(title(job), headline, good, sentences, chips);
    }

    private static Chip chip(String text) {
        return new Chip(text, Tone.PLAIN);
    }

    private static void timeLine(RunReport report, AttemptSample sample, List<Block> blocks) {
        blocks.add(new Heading("When tasks ran"));
        if (sample.attempts().isEmpty()) {
            blocks.add(new Caption("Nobody knows: no task ran, or an earlier version ran them."));
            return;
        }
        blocks.add(
                new Caption(
                        "A lane is a slot, from the first task on. Each task shows its last attempt,"
                                + " in the colours of the bar above; beige is a slot without"
                                + " one, grey a slot after its last one."));
        blocks.add(
                TimeLineChart.of(
                        0,
                        List.of(
                                new TimeLineChart.Line(
                                        "last attempts", sample, report.wallSeconds())),
                        0));
    }
}
