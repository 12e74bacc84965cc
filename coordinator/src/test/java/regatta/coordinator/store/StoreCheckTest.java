package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static regatta.coordinator.store.TestingJobs.await;
import static regatta.coordinator.store.TestingJobs.keep;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import regatta.coordinator.api.JobState;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.workload.sumofsquares.SumOfSquares;

class StoreCheckTest {
    @TempDir Path folder;
    private StoreSettings settings;
    private SqliteJobStore store;
    private static final Map<String, StoreCheck.Kind> KINDS =
            Map.of("sum-of-squares", new StoreCheck.Kind(2, 1));

    private JobEnd ended;

    @BeforeEach
    void fill() {
        settings =
                new StoreSettings(
                        folder.resolve("a.db"), true, 100, Duration.ofDays(1), Long.MAX_VALUE);
        store =
                SqliteJobStore.open(
                        settings,
                        TestingJobs.WORKLOADS,
                        failure -> {
                            throw new AssertionError(failure);
                        },
                        System::nanoTime,
                        Schema.STEPS);
        Job job = keep(store, TestingJobs.accepted(6_000));
        await(store.settle(job.id(), TestingJobs.successes(0, 3_000)));
        await(store.settle(job.id(), TestingJobs.successes(3_000, 6_000)));
        SumOfSquares.Output output = new SumOfSquares.Output(List.of("30"));
        ended = TestingJobs.ended(job, JobState.SUCCEEDED, 6_000, 0, output);
        await(store.end(ended));
        Job running = keep(store, TestingJobs.accepted(10));
        // An attempt that was believed lost succeeds late.
        await(store.retry(running.id(), List.of(TestingJobs.retried(8, 1))));
        await(store.settle(running.id(), List.of(TestingJobs.success(8))));
        await(store.retry(running.id(), List.of(TestingJobs.retried(6, 2))));
        await(store.settle(running.id(), List.of(TestingJobs.failure(7, "error"))));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void findsNothingInASoundStore() {
        StoreCheck.Result besideItsCoordinator = StoreCheck.run(settings);
        assertThat(besideItsCoordinator)
                .isEqualTo(new StoreCheck.Result(2, 6_002, List.of(), KINDS));
        store.close();
        assertThat(StoreCheck.run(settings)).isEqualTo(besideItsCoordinator);
    }

    @Test
    void checksTheStoreOfAKilledCoordinator() throws IOException {
        Path image = StoreImage.of(settings.file(), folder.resolve("image"));
        StoreSettings killed =
                new StoreSettings(image, true, 100, Duration.ofDays(1), Long.MAX_VALUE);
        assertThat(StoreCheck.run(killed))
                .isEqualTo(new StoreCheck.Result(2, 6_002, List.of(), KINDS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE block SET job = 1 WHERE job = 2 | task 7 is settled twice",
                "UPDATE block SET job = 2 WHERE job = 1 | task 10 is settled, but",
                "INSERT INTO block SELECT 99, job, first, last, tasks, epoch, body FROM block"
                        + " WHERE sequence = 1 | task 0 is settled twice",
                "UPDATE block SET epoch = epoch + 9 WHERE sequence = 2 | , but the store is at",
                "UPDATE block SET epoch = 0 WHERE sequence = 2 | of epoch 0 follows one of",
                "UPDATE job SET active_epoch = (SELECT epoch + 1 FROM store) | it ran in epoch",
                "UPDATE block SET tasks = 5 WHERE sequence = 1 | the number of settlements in a block",
                "UPDATE block SET last = 5 WHERE sequence = 1 | task 6 lies in a block of",
                "UPDATE block SET body = X'01FF' WHERE sequence = 1 | cannot be read",
                "DELETE FROM block WHERE sequence = 1 | counts 6000 succeeded and 0 failed",
                "UPDATE job SET state = 'CANCELLED', summary = REPLACE(REPLACE(summary,"
                        + " '\"SUCCEEDED\"', '\"CANCELLED\"'), '\"succeeded\":6000', '\"succeeded\":5999')"
                        + " WHERE place = 1 | counts 5999 succeeded and 0 failed",
                "DELETE FROM failed_task | 1 tasks failed, but 0 are",
                "UPDATE retried_task SET body = REPLACE(body, '\"attempts\":1,\"failures\":1',"
                        + " '\"attempts\":2,\"failures\":0') | task 8 is settled after fewer",
                "UPDATE retried_task SET body = REPLACE(body, '\"task\":6', '\"task\":10')"
                        + " | task 10 is to run again, but",
                "UPDATE retried_task SET body = REPLACE(body, '\"failures\":2', '\"failures\":3')"
                        + " | task 6 has impossible counts",
                "UPDATE retried_task SET job = 1 WHERE task = 6 | it ended, but task 6 is to run",
                "UPDATE retried_task SET job = 3 | retried tasks belong to a job that",
                "DELETE FROM output | but has no output",
                "DELETE FROM spec WHERE job = 2 | it has no spec",
                "DELETE FROM job WHERE place = 2 | a job that does not exist",
                "UPDATE job SET state = 'FAILED' WHERE place = 1 | its summary says SUCCEEDED",
                "UPDATE job SET ended = NULL | its state is SUCCEEDED, but it has not",
                "UPDATE job SET summary = REPLACE(summary, '\"report\":{', '\"no\":{')"
                        + " WHERE place = 1 | ended, but has no report",
                "PRAGMA user_version = 7 | it has version 7, but this program checks version 5"
            })
    void findsEachViolatedInvariant(String damage, String finding) throws SQLException {
        store.close();
        StoreImage.sql(settings.file(), damage);
        assertThat(StoreCheck.run(settings).findings().toString()).contains(finding);
    }

    @Test
    void namesTheJobThatIsWrong() throws SQLException {
        store.close();
        StoreImage.sql(settings.file(), "DELETE FROM output");
        assertThat(StoreCheck.run(settings).findings())
                .extracting(StoreCheck.Finding::where)
                .containsExactly(ended.job().id().value());
    }

    @Test
    void failsWithoutAStore() {
        StoreSettings nowhere =
                new StoreSettings(
                        folder.resolve("none.db"), true, 1, Duration.ofDays(1), Long.MAX_VALUE);
        assertThatThrownBy(() -> StoreCheck.run(nowhere))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("there is no store at");
    }
}
