package regatta.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import regatta.protocol.Ended;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.JvmUse;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.WorkerEvent.Report;
import regatta.protocol.WorkerId;

/**
 * Remembers what a worker still needs after its actor system was replaced: the coordinator's epoch,
 * the last dispatch that arrived, and the reports that the coordinator has not acknowledged.
 *
 * <p>The node owns the ledger. One {@link Worker} at a time calls the ledger.
 */
public final class Ledger {
    /**
     * The largest number of ended attempts in a report. This limit and {@link #MAX_PAYLOAD_BYTES}
     * keep a report well below 256 KiB, the limit on a message between nodes.
     */
    static final int MAX_ENDED = 512;

    static final int MAX_PAYLOAD_BYTES = 128 * 1024;

    private final WorkerId worker;
    private final ArrayDeque<Kept> unacknowledged = new ArrayDeque<>();
    private long epoch;
    private long lastRun;
    private long lastReport;

    /**
     * A report, and the slots of the attempts that the report hands back. The report itself does
     * not name the slots of these attempts.
     */
    private record Kept(Report report, Map<JobId, List<Held>> returned) {}

    public Ledger(WorkerId worker) {
        this.worker = worker;
    }

    WorkerId worker() {
        return worker;
    }

    long epoch() {
        return epoch;
    }

    long lastRun() {
        return lastRun;
    }

    /**
     * Notes that a coordinator with a new epoch commands from now on. The new coordinator has
     * dispatched nothing yet.
     */
    void begin(long newEpoch) {
        epoch = newEpoch;
        lastRun = 0;
    }

    void arrived(long sequence) {
        lastRun = sequence;
    }

    /**
     * Makes reports of the news, each small enough for one message. Remembers each report until the
     * coordinator acknowledges the report.
     */
    List<Report> record(News news) {
        List<Report> reports = new ArrayList<>();
        long now = System.nanoTime();
        Page page = new Page();
        news.started().forEach(page::started);
        news.returned().forEach(page::returned);
        for (Attempt attempt : news.ended()) {
            Ended ended = attempt.ended(now);
            if (!page.takes(ended)) {
                reports.add(keep(page, news));
                page = new Page();
            }
            page.ended(attempt.jobId(), ended);
        }
        if (!page.jobs.isEmpty()) {
            reports.add(keep(page, news));
        }
        return reports;
    }

    /**
     * Makes a report of a page, and remembers the report until the coordinator acknowledges it. The
     * first report that names a job also says what the JVM used for the job.
     */
    private Report keep(Page page, News news) {
        List<JobReport> jobs = new ArrayList<>();
        page.jobs.forEach((job, part) -> {
            JvmUse use = news.uses().remove(job);
            jobs.add(new JobReport(job, part.started, part.ended, part.returned, use));
        });
        Report report = new Report(worker, ++lastReport, jobs);
        unacknowledged.add(new Kept(report, page.slots));
        return report;
    }

    /**
     * Forgets every report whose sequence number is at most {@code sequence}; returns the parts of
     * the forgotten reports, one for each job.
     */
    List<JobReport> acknowledge(long sequence) {
        List<JobReport> done = new ArrayList<>();
        while (!unacknowledged.isEmpty()
                && unacknowledged.element().report().sequence() <= sequence) {
            done.addAll(unacknowledged.remove().report().jobs());
        }
        return done;
    }

    /** Returns the reports without an acknowledgement, in the order of their sequence numbers. */
    Stream<Report> unacknowledged() {
        return unacknowledged.stream().map(Kept::report);
    }

    /**
     * Returns the sequence number of the first report without an acknowledgement; 0 if every report
     * is acknowledged.
     */
    long oldest() {
        return unacknowledged.isEmpty() ? 0 : unacknowledged.element().report().sequence();
    }

    /**
     * Returns the sequence number of the first report without an acknowledgement; if every report
     * is acknowledged, returns the sequence number of the next report.
     */
    long nextReport() {
        return unacknowledged.isEmpty() ? lastReport + 1 : oldest();
    }

    boolean isSettled() {
        return unacknowledged.isEmpty();
    }

    /**
     * Passes to {@code to} every attempt that an unacknowledged report names as ended or handed
     * back.
     */
    void held(BiConsumer<JobId, Held> to) {
        for (Kept kept : unacknowledged) {
            for (JobReport part : kept.report().jobs()) {
                part.ended().forEach(ended -> to.accept(part.job(), held(ended)));
            }
            kept.returned().forEach((job, some) -> some.forEach(one -> to.accept(job, one)));
        }
    }

    private static Held held(Ended ended) {
        return new Held(ended.slot(), ended.task(), ended.attempt(), State.ENDED);
    }

    /** A report to which the ledger still adds attempts. */
    private static final class Page {
        private final Map<JobId, Part> jobs = new LinkedHashMap<>();
        private final Map<JobId, List<Held>> slots = new LinkedHashMap<>();
        private int ended;
        private int bytes;

        boolean takes(Ended next) {
            return ended == 0
                    || (ended < MAX_ENDED && bytes + size(next.outcome()) <= MAX_PAYLOAD_BYTES);
        }

        void started(Attempt attempt) {
            part(attempt.jobId()).started.add(attempt.name());
        }

        void returned(Attempt attempt) {
            part(attempt.jobId()).returned.add(attempt.name());
            slots.computeIfAbsent(attempt.jobId(), _ -> new ArrayList<>())
                    .add(attempt.held(State.ENDED));
        }

        void ended(JobId job, Ended one) {
            part(job).ended.add(one);
            ended++;
            bytes += size(one.outcome());
        }

        private Part part(JobId job) {
            return jobs.computeIfAbsent(job, _ -> new Part());
        }

        private static int size(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Succeeded(var output) -> output.size();
                case Outcome.Failed(var failure) -> 3 * failure.message().length();
                case Outcome.Cancelled _ -> 0;
            };
        }
    }

    private static final class Part {
        private final List<TaskAttempt> started = new ArrayList<>();
        private final List<Ended> ended = new ArrayList<>();
        private final List<TaskAttempt> returned = new ArrayList<>();
    }
}
