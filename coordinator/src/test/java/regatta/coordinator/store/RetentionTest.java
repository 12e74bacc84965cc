package regatta.coordinator.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.store.TestingJobs.await;
import static regatta.coordinator.store.TestingJobs.keep;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

class RetentionTest {
    private static final long PATIENCE = Duration.ofMinutes(2).toNanos();

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void keepsTheLatestEndedJobsAndEveryUnfinishedOne() throws SQLException {
        List<JobView> kept = new ArrayList<>();
        try (SqliteJobStore store = open(100)) {
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
        try (SqliteJobStore store = open(2)) {
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
    void deletesJobsThatEndedLongAgoInTheTimeThatItWasOpen() throws SQLException {
        try (SqliteJobStore store = open(100)) {
            await(store.end(TestingJobs.succeeded(keep(store, TestingJobs.accepted(1)))));
        }
        try (SqliteJobStore store = open(100)) {
            pass(Duration.ofHours(23));
            keep(store, TestingJobs.accepted(1));
        }
        pass(Duration.ofDays(300));
        try (SqliteJobStore store = open(100)) {
            pass(Duration.ofMinutes(59));
            keep(store, TestingJobs.accepted(1));
            assertThat(store.list(JobStoreContract.ALL, 10)).hasSize(3);
            pass(Duration.ofMinutes(2));
        }
        try (SqliteJobStore store = open(100)) {
            awaitRows("trash", 0, 2, store);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-400, 400})
    void deletesNothingWhenTheClockOfTheMachineJumps(int days) throws SQLException {
        List<JobId> ended = new ArrayList<>();
        try (SqliteJobStore store = open(100)) {
            for (Duration jump : List.of(Duration.ZERO, Duration.ofDays(days), Duration.ZERO)) {
                Job job = keep(store, TestingJobs.accepted(1));
                await(store.end(endedAt(job, TestingJobs.NOW.plus(jump))));
                ended.add(job.id());
                pass(Duration.ofMinutes(1));
            }
        }
        try (SqliteJobStore store = open(100)) {
            await(store.start(keep(store, TestingJobs.accepted(1)).id(), TestingJobs.NOW));
            assertThat(store.list(JobStoreContract.ALL, 10)).hasSize(4);
        }
        try (SqliteJobStore store = open(1)) {
            awaitRows("trash", 0, 2, store);
            assertThat(store.find(ended.getLast())).as("the last to end").isPresent();
        }
    }

    @Test
    void deletesTheOldestJobsAndShrinksWhileItHoldsTooManyBytes() throws Exception {
        Path file = folder.resolve("a.db");
        Job last = null;
        try (SqliteJobStore store = open(100)) {
            for (int i = 0; i < 10; i++) {
                last = keep(store, TestingJobs.accepted(5_000));
                await(store.settle(last.id(), settlements()));
                await(store.end(TestingJobs.ended(last, JobState.FAILED, 2_500, 2_500, null)));
                pass(Duration.ofMinutes(1));
            }
        }
        long before = Files.size(file);
        long limit = before / 3;
        try (SqliteJobStore store = open(settings(100, limit))) {
            while (used() > limit || rows("trash") > 0) {
                assertThat(store.unwritable()).isEmpty();
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            assertThat(store.find(requireNonNull(last).id())).isPresent();
        }
        try (SqliteJobStore store = open(settings(100, limit))) {
            long free = Math.max(256, number("SELECT page_count FROM pragma_page_count") / 8);
            while (number("SELECT freelist_count FROM pragma_freelist_count") > free) {
                assertThat(store.unwritable()).isEmpty();
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
        assertThat(Files.size(file)).isLessThan(before - (1 << 20));
        assertThat(StoreCheck.run(settings(100)).findings()).isEmpty();
    }

    private static JobEnd endedAt(Job job, Instant now) {
        JobEnd plain = TestingJobs.succeeded(job);
        return new JobEnd(
                job,
                plain.state(),
                plain.startedAt(),
                now,
                plain.succeeded(),
                plain.failed(),
                plain.version(),
                plain.output(),
                plain.report(),
                plain.failure());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private long used() throws SQLException {
        return number(
                "SELECT (page_count - freelist_count) * page_size"
                        + " FROM pragma_page_count, pragma_freelist_count, pragma_page_size");
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
        return number("SELECT COUNT(*) FROM " + from);
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = Connections.reading(folder.resolve("a.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    private SqliteJobStore open(int keepEnded) {
        return open(settings(keepEnded));
    }

    private SqliteJobStore open(StoreSettings settings) {
        return SqliteJobStore.open(
                settings,
                TestingJobs.WORKLOADS,
                failure -> {
                    throw new AssertionError(failure);
                },
                nanos::get,
                Schema.STEPS);
    }

    private StoreSettings settings(int keepEnded) {
        return settings(keepEnded, Long.MAX_VALUE);
    }

    private StoreSettings settings(int keepEnded, long keepBytes) {
        Path file = folder.resolve("a.db");
        return new StoreSettings(file, true, keepEnded, Duration.ofDays(1), keepBytes);
    }
}
