package regatta.coordinator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Decision;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.Ended;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;

class MetricsTest {
    private record Spec(int n) {}

    private static final Job JOB =
            new Job(
                    new JobId("a1"),
                    1,
                    "thread-pool",
                    2,
                    new JobSpec("dice", new Spec(1), "", "thread-pool", 2, 3, null, 0),
                    3,
                    Instant.EPOCH);
    private static final Outcome GOOD = new Outcome.Succeeded(new Payload(new byte[0]));
    private static final Outcome BAD = new Outcome.Failed(new Failure("error", "bad", false));

    private final Metrics metrics = new Metrics();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void countsJobsTasksAndAttemptsByModeAndOutcome() {
        metrics.kept(new Entry.Accept(JOB, Optional.empty()), 2_000_000);
        Timings timings = new Timings(0, 5, -1, -1, 0, 0, 0);
        metrics.reported(
                new WorkerId("w"),
                new JobReport(
                        JOB.id(),
                        List.of(),
                        List.of(
                                new Ended(0, 0, 1, GOOD, timings),
                                new Ended(0, 1, 1, BAD, timings),
                                new Ended(0, 1, 2, BAD, timings)),
                        List.of()));
        metrics.kept(
                new Entry.Settle(JOB.id(), List.of(settled(0, GOOD), settled(1, BAD))), 1_000_000);
        metrics.kept(
                new Entry.End(
                        new JobEnd(
                                JOB,
                                JobState.FAILED,
                                Instant.EPOCH,
                                Instant.EPOCH,
                                1,
                                1,
                                2,
                                null,
                                null,
                                new Failure("error", "bad", false))),
                1_000_000);

        TestingScrape scrape = new TestingScrape(metrics.scrape());
        String mode = "mode=\"thread-pool\"";
        assertThat(scrape.value("regatta_jobs_accepted_total", mode, "workload=\"dice\"")).isOne();
        assertThat(scrape.value("regatta_jobs_ended_total", mode, "outcome=\"failed\"")).isOne();
        assertThat(scrape.value("regatta_tasks_settled_total", mode, "outcome=\"failed\"")).isOne();
        assertThat(scrape.value("regatta_attempts_ended_total", mode, "outcome=\"failed\""))
                .isEqualTo(2);
        assertThat(scrape.type("regatta_dispatch_seconds")).isEqualTo("histogram");
        assertThat(scrape.value("regatta_dispatch_seconds_count", mode)).isEqualTo(2);
        assertThat(scrape.value("regatta_dispatch_seconds_bucket", mode, "le=\"0.005\"")).isOne();
        assertThat(scrape.value("regatta_commit_seconds_count", "entry=\"accept\"")).isOne();
    }

    @Test
    void showsDispatchTimesAsMicrometerShowsATimer() {
        metrics.kept(new Entry.Accept(JOB, Optional.empty()), 2_000_000);
        for (long nanos : new long[] {0, 1_000_000, 1_000_001, 300_000_000, 90_000_000_000L}) {
            metrics.kept(new Entry.Settle(JOB.id(), List.of(waited(nanos))), nanos);
        }

        String text = metrics.scrape();
        assertThat(series(text, "regatta_dispatch_seconds", "mode=\"thread-pool\""))
                .isNotEmpty()
                .isEqualTo(series(text, "regatta_commit_seconds", "entry=\"settle\""));
    }

    /** Returns the lines of some series, without their own name and label. */
    private static List<String> series(String text, String name, String label) {
        return text.lines()
                .filter(line ->
                        line.startsWith("# TYPE " + name)
                                || (line.startsWith(name) && line.contains(label)))
                .map(line -> line.replace(name, "").replace(label, ""))
                .toList();
    }

    @Test
    void showsSlotsAndWorkersByState() {
        metrics.workers(
                List.of(
                        worker("a", WorkerView.State.JOINED, 4, 3),
                        worker("b", WorkerView.State.LOST, 4, 0)));
        metrics.decided(new Decision.Lost(new WorkerId("b"), "silent"));
        metrics.open(2, 1, 300, 5);

        TestingScrape scrape = new TestingScrape(metrics.scrape());
        assertThat(scrape.value("regatta_slots", "state=\"busy\"")).isEqualTo(3);
        assertThat(scrape.value("regatta_slots", "state=\"free\"")).isEqualTo(1);
        assertThat(scrape.value("regatta_workers", "state=\"lost\"")).isOne();
        assertThat(scrape.value("regatta_workers_lost_total")).isOne();
        assertThat(scrape.value("regatta_jobs_open", "state=\"queued\"")).isEqualTo(2);
        assertThat(scrape.value("regatta_tasks_open")).isEqualTo(300);
        assertThat(scrape.value("regatta_outcomes_late_total")).isEqualTo(5);

        metrics.workers(List.of());
        assertThat(new TestingScrape(metrics.scrape()).value("regatta_workers")).isZero();
    }

    @Test
    void countsAnswersRefusalsAndBytes() {
        metrics.answered("submitJob", 202, 3_000_000);
        metrics.answered("submitJob", 429, 1_000);
        metrics.answered("", 404, 1_000);
        metrics.left(1_000);
        metrics.left(-1);

        TestingScrape scrape = new TestingScrape(metrics.scrape());
        assertThat(scrape.value("regatta_submission_seconds_count")).isOne();
        assertThat(scrape.value("regatta_http_refused_total", "status=\"429\"")).isOne();
        assertThat(scrape.value("regatta_http_refused_total")).isEqualTo(2);
        assertThat(scrape.value("regatta_download_bytes_total")).isEqualTo(1_000);
        assertThat(scrape.families())
                .contains("jvm_memory_used_bytes", "process_cpu_usage")
                .noneMatch(name -> name.matches(".*(_ms|_ns|_ms_total|_ns_total|_count)"));
    }

    private static Settlement waited(long nanos) {
        return new Settlement(0, 1, new WorkerId("w"), GOOD, nanos, 0, 5, -1, 0);
    }

    private static Settlement settled(int task, Outcome how) {
        return new Settlement(
                task, 1, new WorkerId("w"), how, task == 0 ? 3_000_000 : 300_000_000, 0, 5, -1, 0);
    }

    private static WorkerView worker(String id, WorkerView.State state, int slots, int running) {
        return new WorkerView(id, "cluster", state, slots, 0, running, "h:1", null);
    }
}
