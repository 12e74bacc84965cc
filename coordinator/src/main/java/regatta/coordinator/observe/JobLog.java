package regatta.coordinator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.api.Progress;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.protocol.Ended;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/** Logs each job that is accepted, starts, is recovered or ends, and each failed attempt. */
public final class JobLog implements JobObserver {
    private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);

    /** How many recovered jobs get a line each. */
    private static final int MOST_RECOVERED_LINES = 100;

    private final Set<JobId> recovered = new HashSet<>();
    private int recoveredWithoutLine;

    @Override
    public void kept(Entry entry, long nanos) {
        switch (entry) {
            case Entry.Accept(Job job, var _) -> LOG.info("job {} accepted: {}", job.id(), of(job));
            case Entry.Start(var job, var _) ->
                    LOG.info("job {} {}", job, recovered.contains(job) ? "runs again" : "started");
            case Entry.Retry(var job, var tasks) ->
                    LOG.debug("job {}: {} tasks run again", job, tasks.size());
            case Entry.Settle(var job, var tasks) ->
                    LOG.debug("job {}: {} tasks settled", job, tasks.size());
            case Entry.End(JobEnd end) -> {
                recovered.remove(end.job().id());
                ended(end);
            }
        }
    }

    @Override
    public void recovered(Job job, Progress progress) {
        recovered.add(job.id());
        if (recovered.size() > MOST_RECOVERED_LINES) {
            recoveredWithoutLine++;
            return;
        }
        LOG.info(
                "job {} of an earlier coordinator continues: {}; {} of its tasks had succeeded,"
                        + " {} had failed, the others run now or again",
                job.id(),
                of(job),
                progress.succeeded(),
                progress.failed());
    }

    @Override
    public void open(int queued, int running, long tasks, long late) {
        // The first call comes after all jobs were recovered.
        if (recoveredWithoutLine > 0) {
            LOG.info("{} more jobs of an earlier coordinator continue", recoveredWithoutLine);
            recoveredWithoutLine = 0;
        }
    }

    @Override
    public void reported(WorkerId worker, JobReport report) {
        for (Ended ended : report.ended()) {
            if (ended.outcome() instanceof Outcome.Failed(Failure failure)) {
                LOG.warn(
                        "attempt {} of task {} of job {} failed on worker {}: {}: {}",
                        ended.attempt(),
                        ended.task(),
                        report.job(),
                        worker,
                        failure.kind(),
                        failure.message());
            }
        }
    }

    private static String of(Job job) {
        String round =
                job.spec().comparisonOrNull() == null
                        ? ""
                        : ", a round of comparison " + job.spec().comparisonOrNull();
        String name = job.spec().name().isEmpty() ? "" : " \"" + job.spec().name() + "\"";
        return "%s%s in mode %s, %d tasks, %d slots%s"
                .formatted(job.spec().kind(), name, job.mode(), job.tasks(), job.slots(), round);
    }

    private static void ended(JobEnd end) {
        Failure failure = end.failure();
        LOG.info(
                "job {} ended: {} after {} ({} of {} tasks succeeded, {} failed){}",
                end.job().id(),
                end.state(),
                took(end.startedAt() == null ? end.job().submittedAt() : end.startedAt(), end),
                end.succeeded(),
                end.job().tasks(),
                end.failed(),
                failure == null ? "" : ": " + failure.kind() + ": " + failure.message());
    }

    private static String took(@Nullable Instant since, JobEnd end) {
        return "%.2f s"
                .formatted(
                        Math.max(0, Duration.between(since, end.endedAt()).toMillis()) / 1_000.0);
    }
}
