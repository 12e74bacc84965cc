package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.store.TestingJobs.await;
import static regatta.coordinator.store.TestingJobs.keep;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Settlement;

class RetentionTest {
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

    @TempDir Path folder;

    @Test
    void keepsTheLatestEndedJobsAndEveryUnfinishedOne() throws SQLException {
        List<JobView> kept = new ArrayList<>();
        try (SqliteJobStore store = open(100, TestingJobs.NOW)) {
            kept.add(TestingJobs.queued(keep(store, TestingJobs.accepted(5_000))));
            await(store.settle(kept.getFirst().id(), TestingJobs.successes(0, 5_000)));
            for (int i = 0; i < 6; i++) {
                Job job = keep(store, TestingJobs.accepted(5_000));
                await(store.retry(job.id(), List.of(TestingJobs.retried(0, 1))));
                await(store.retry(job.id(), List.of(TestingJobs.retried(1, 1))));
                await(store.settle(job.id(), settlements()));
                JobEnd ended = TestingJobs.ended(job, JobState.FAILED, 2_500, 2_500, null);
                await(store.end(ended));
                if (i >= 4) {
                    kept.add(ended.view());
                }
            }
        }
        try (SqliteJobStore store = open(2, TestingJobs.NOW)) {
            awaitRows("trash", 0, 3, store);
            assertThat(store.list(JobStoreContract.ALL, 10))
                    .containsExactlyElementsOf(kept.reversed());
            assertThat(rows("spec")).isEqualTo(3);
            assertThat(rows("failed_task")).isEqualTo(5_000);
            assertThat(rows("retried_task")).isZero();
            assertThat(store.failed(kept.getLast().id(), 0, 10_000)).hasSize(2_500);
            assertThat(rows("SELECT DISTINCT job FROM block")).isEqualTo(3);
        }
        assertThat(StoreCheck.run(settings(2)).findings()).isEmpty();
    }

    @Test
    void deletesJobsThatEndedLongAgo() throws SQLException {
        try (SqliteJobStore store = open(100, TestingJobs.NOW)) {
            await(store.end(TestingJobs.succeeded(keep(store, TestingJobs.accepted(1)))));
        }
        Instant later = TestingJobs.NOW.plus(Duration.ofHours(23));
        try (SqliteJobStore store = open(100, later)) {
            keep(store, TestingJobs.accepted(1));
            assertThat(store.list(JobStoreContract.ALL, 10)).hasSize(2);
        }
        try (SqliteJobStore store = open(100, later.plus(Duration.ofHours(2)))) {
            awaitRows("trash", 0, 1, store);
            assertThat(store.list(JobStoreContract.ALL, 10)).hasSize(1);
        }
    }

    private static List<Settlement> settlements() {
        return IntStream.range(0, 5_000)
                .mapToObj(task ->
                        task % 2 == 0
                                ? TestingJobs.success(task)
                                : TestingJobs.failure(task, "error"))
                .toList();
    }

    private void awaitRows(String table, long rows, int jobs, JobStore store) throws SQLException {
        long start = System.nanoTime();
        while (rows("job") != jobs || rows(table) != rows) {
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE);
            assertThat(store.unwritable()).isEmpty();
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private long rows(String table) throws SQLException {
        String from = table.contains(" ") ? "(" + table + ")" : table;
        try (Connection connection = Connections.reading(folder.resolve("a.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
            return row.getLong(1);
        }
    }

    private SqliteJobStore open(int keepEnded, Instant now) {
        return SqliteJobStore.open(
                settings(keepEnded),
                TestingJobs.WORKLOADS,
                failure -> {
                    throw new AssertionError(failure);
                },
                Clock.fixed(now, ZoneOffset.UTC),
                Schema.STEPS);
    }

    private StoreSettings settings(int keepEnded) {
        return new StoreSettings(folder.resolve("a.db"), true, keepEnded, Duration.ofDays(1));
    }
}
