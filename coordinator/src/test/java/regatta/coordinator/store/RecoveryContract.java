package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static regatta.coordinator.store.TestingJobs.await;
import static regatta.coordinator.store.TestingJobs.keep;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobState;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore.Recovered;
import regatta.workload.sumofsquares.SumOfSquares;

/**
 * Every implementation of the store must pass these tests of reopening, after it was closed and
 * after a death.
 */
interface RecoveryContract {

    /** The store as last opened; empty at first. */
    JobStore store();

    /** Closes the store and opens it again. */
    void reopen();

    /** Opens the store as it would be if its process died now. */
    void die();

    @Test
    default void keepsEverythingForTheNextOpening() {
        IdempotencyKey key = new IdempotencyKey("once", "digest");
        Job job = TestingJobs.accepted(2);
        job = ((Acceptance.Kept) await(store().accept(job, Optional.of(key)))).job();
        await(store().settle(job.id(), TestingJobs.successes(0, 2)));
        SumOfSquares.Output output = new SumOfSquares.Output(List.of("30"));
        JobEnd ended = TestingJobs.ended(job, JobState.SUCCEEDED, 2, 0, output);
        await(store().end(ended));
        die();
        assertThat(store().find(job.id())).contains(ended.view());
        assertThat(store().page(job.id(), 0, 10)).isEqualTo(TestingJobs.successes(0, 2));
        assertThat(await(store().accept(TestingJobs.accepted(1), Optional.of(key))))
                .isEqualTo(new Acceptance.Known(job.id()));
        assertThat(store().unfinished()).isEmpty();
    }

    @Test
    default void takesAGreaterEpochAtEachOpening() {
        long first = store().epoch();
        reopen();
        long second = store().epoch();
        assertThat(second).isGreaterThan(first);
        die();
        assertThat(store().epoch()).isGreaterThan(second);
    }

    @Test
    default void keepsTheOrderOfAcceptanceAcrossOpenings() {
        Job first = keep(store(), TestingJobs.accepted(1));
        reopen();
        assertThat(keep(store(), TestingJobs.accepted(1)).order()).isGreaterThan(first.order());
    }

    @Test
    default void refusesToWriteOnceClosed() {
        JobStore closed = store();
        reopen();
        assertThatThrownBy(() -> keep(closed, TestingJobs.accepted(1)))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused ->
                                assertThat(refused.kind()).isEqualTo(StoreException.Kind.CLOSED));
        assertThat(closed.backlog()).isZero();
    }

    @Test
    default void writesWhatIsQueuedWhenItIsClosed() {
        Job job = keep(store(), TestingJobs.accepted(10_000));
        for (int task = 0; task < 10_000; task++) {
            store().settle(job.id(), TestingJobs.successes(task, task + 1));
        }
        reopen();
        try (Stream<Settlement> settlements = store().settlements(job.id())) {
            assertThat(settlements).hasSize(10_000);
        }
    }

    @Test
    default void returnsTheProgressOfUnfinishedJobs() {
        Job begun = keep(store(), TestingJobs.accepted(10_000));
        Job ended = keep(store(), TestingJobs.accepted(1));
        Job waiting = keep(store(), TestingJobs.accepted(1));
        await(store().start(begun.id(), TestingJobs.NOW));
        await(store().start(begun.id(), TestingJobs.NOW.plusSeconds(1)));
        await(store().settle(begun.id(), TestingJobs.successes(5_000, 8_000)));
        await(store().settle(begun.id(), List.of(TestingJobs.failure(4_000, "error"))));
        await(store().settle(begun.id(), List.of(TestingJobs.failure(3_000, "timeout"))));
        await(store().end(TestingJobs.succeeded(ended)));
        die();
        assertThat(store().unfinished()).hasSize(2);
        Recovered first = store().unfinished().getFirst();
        Instant started = TestingJobs.NOW.truncatedTo(ChronoUnit.MILLIS);
        assertThat(first.startedAt()).isEqualTo(started);
        assertThat(first.settled()).isTrue();
        assertThat(first.job().spec()).isEqualTo(begun.spec());
        try (Stream<Settlement> settlements = store().settlements(begun.id())) {
            assertThat(settlements)
                    .hasSize(3_002)
                    .contains(
                            TestingJobs.failure(4_000, "error"),
                            TestingJobs.failure(3_000, "timeout"),
                            TestingJobs.success(7_999));
        }
        Recovered second = store().unfinished().getLast();
        assertThat(second.job()).isEqualTo(waiting);
        assertThat(second.startedAt()).isNull();
        assertThat(second.settled()).isFalse();
    }

    @Test
    default void saysThatAJobWithoutAStartHasSettlements() {
        Job job = keep(store(), TestingJobs.accepted(10));
        await(store().settle(job.id(), TestingJobs.successes(2, 3)));
        die();
        Recovered left = store().unfinished().getFirst();
        assertThat(left.startedAt()).isNull();
        assertThat(left.settled()).isTrue();
    }

    @Test
    default void returnsTheAttemptsOfUnsettledTasks() {
        Job job = keep(store(), TestingJobs.accepted(10));
        Job other = keep(store(), TestingJobs.accepted(10));
        await(
                store().retry(
                                job.id(),
                                List.of(
                                        TestingJobs.retried(1, 1),
                                        TestingJobs.retried(2, 1),
                                        TestingJobs.retried(3, 1))));
        await(store().settle(job.id(), TestingJobs.successes(2, 3)));
        // Writes all of these at once, so that one commit contains them and must not reorder them.
        var _ = store().retry(job.id(), List.of(TestingJobs.retried(1, 2)));
        var _ = store().retry(job.id(), List.of(TestingJobs.retried(4, 1)));
        var _ = store().settle(job.id(), List.of(TestingJobs.failure(3, "error")));
        var _ = store().settle(job.id(), List.of(TestingJobs.failure(4, "error")));
        await(store().retry(other.id(), List.of(TestingJobs.retried(1, 4))));
        die();
        List<Recovered> recovered = store().unfinished();
        assertThat(recovered.getFirst().retried()).contains(TestingJobs.retried(1, 2));
        assertThat(recovered.getLast().retried()).containsExactly(TestingJobs.retried(1, 4));
    }

    @Test
    default void resumesWithJobsRecoveredBefore() {
        Job job = keep(store(), TestingJobs.accepted(2));
        await(store().settle(job.id(), TestingJobs.successes(0, 1)));
        die();
        await(store().settle(job.id(), TestingJobs.successes(1, 2)));
        await(store().end(TestingJobs.succeeded(job)));
        assertThat(store().page(job.id(), 0, 10)).isEqualTo(TestingJobs.successes(0, 2));
        assertThat(store().unfinished()).isEmpty();
    }

    @Test
    default void chargesADeathToStartedJobsThatSettledNothingSince() {
        Job stuck = keep(store(), TestingJobs.accepted(10));
        Job moving = keep(store(), TestingJobs.accepted(10));
        keep(store(), TestingJobs.accepted(10));
        await(store().settle(stuck.id(), TestingJobs.successes(0, 1)));
        reopen();
        for (int died = 0; died < 4; died++) {
            assertThat(store().unfinished())
                    .extracting(Recovered::deaths)
                    .containsExactly(died, Math.min(died, 1), 0);
            await(store().start(stuck.id(), TestingJobs.NOW));
            await(store().start(moving.id(), TestingJobs.NOW));
            await(store().settle(moving.id(), TestingJobs.successes(died, died + 1)));
            die();
        }
    }

    @Test
    default void chargesNoDeathForAStop() {
        for (int stopped = 0; stopped < 3; stopped++) {
            Job job = keep(store(), TestingJobs.accepted(10));
            await(store().start(job.id(), TestingJobs.NOW));
            assertThat(store().unfinished()).extracting(Recovered::deaths).containsOnly(0);
            reopen();
        }
    }
}
