package regatta.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.store.TestingJobs.await;
import static regatta.coordinator.store.TestingJobs.keep;
import static regatta.coordinator.store.TestingJobs.tasks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.jobs.Acceptance;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.ComparisonStore.Documents;
import regatta.coordinator.store.ComparisonStore.RoundDocuments;
import regatta.protocol.JobId;
import regatta.workload.sumofsquares.SumOfSquares;

/** Every implementation of the store must pass these tests. */
interface JobStoreContract {
    JobFilter ALL = JobFilter.ALL;

    /** An empty store; the same one throughout a test. */
    JobStore store();

    @Test
    default void findsWhatItAccepted() {
        Job job = keep(store(), TestingJobs.accepted(3));
        assertThat(store().find(job.id())).contains(TestingJobs.queued(job));
        assertThat(store().find(new JobId("nobody"))).isEmpty();
    }

    @Test
    default void givesEachJobAGreaterPlace() {
        Job first = keep(store(), TestingJobs.accepted(1));
        Job second = keep(store(), TestingJobs.accepted(1));
        assertThat(second.order()).isGreaterThan(first.order());
    }

    @Test
    default void knowsARepeatedSubmission() {
        IdempotencyKey key = new IdempotencyKey("once", "digest");
        Job job = TestingJobs.accepted(1);
        assertThat(store().known(key)).isEmpty();
        assertThat(await(store().accept(job, Optional.of(key))))
                .isInstanceOf(Acceptance.Kept.class);
        assertThat(await(store().accept(TestingJobs.accepted(1), Optional.of(key))))
                .isEqualTo(new Acceptance.Known(job.id()));
        IdempotencyKey other = new IdempotencyKey("once", "another digest");
        assertThat(await(store().accept(TestingJobs.accepted(1), Optional.of(other))))
                .isEqualTo(new Acceptance.KeyReused());
        assertThat(store().known(key)).contains(new Acceptance.Known(job.id()));
        assertThat(store().known(other)).contains(new Acceptance.KeyReused());
        assertThat(store().list(ALL, 10)).hasSize(1);
    }

    @Test
    default void keepsTheEndOfAJob() {
        Job job = keep(store(), TestingJobs.accepted(1));
        SumOfSquares.Output output = new SumOfSquares.Output(List.of("30"));
        JobEnd ended = TestingJobs.ended(job, JobState.SUCCEEDED, 1, 0, output);
        await(store().settle(job.id(), TestingJobs.successes(0, 1)));
        await(store().end(ended));
        assertThat(store().find(job.id())).contains(ended.view());
        assertThat(store().list(ALL, 10)).containsExactly(ended.view());
    }

    @Test
    default void keepsAFailedJob() {
        Job job = keep(store(), TestingJobs.accepted(1));
        JobEnd ended = TestingJobs.ended(job, JobState.FAILED, 0, 1, null);
        await(store().end(ended));
        assertThat(store().find(job.id())).contains(ended.view());
    }

    @Test
    default void listsTheNewestFirst() {
        List<JobView> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            jobs.addFirst(TestingJobs.queued(keep(store(), TestingJobs.accepted(1))));
        }
        assertThat(store().list(ALL, 3)).isEqualTo(jobs.subList(0, 3));
        JobFilter older =
                new JobFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(jobs.get(2).order()));
        assertThat(store().list(older, 10)).isEqualTo(jobs.subList(3, 5));
    }

    @Test
    default void listsJobsThatMatchAFilter() {
        Job batch = keep(store(), TestingJobs.accepted(1, "batch"));
        Job async = keep(store(), TestingJobs.accepted(1, "async"));
        JobEnd ended = TestingJobs.succeeded(async);
        await(store().end(ended));
        assertThat(store().list(filter(JobState.QUEUED, null, null), 10))
                .containsExactly(TestingJobs.queued(batch));
        assertThat(store().list(filter(JobState.SUCCEEDED, null, null), 10))
                .containsExactly(ended.view());
        assertThat(store().list(filter(null, "download", null), 10)).isEmpty();
        assertThat(store().list(filter(null, "sum-of-squares", "batch"), 10))
                .containsExactly(TestingJobs.queued(batch));
    }

    @Test
    default void returnsSettlementsUnchanged() {
        Job job = keep(store(), TestingJobs.accepted(4));
        List<Settlement> settlements =
                List.of(
                        TestingJobs.success(0),
                        TestingJobs.failure(1, "error"),
                        TestingJobs.success(2));
        await(store().settle(job.id(), settlements));
        assertThat(store().page(job.id(), 0, 10)).isEqualTo(settlements);
    }

    @Test
    default void pagesByTaskHoweverTheTasksSettled() {
        int total = 10_000;
        Job job = keep(store(), TestingJobs.accepted(total));
        List<Integer> order = new ArrayList<>(IntStream.range(0, total).boxed().toList());
        Collections.shuffle(order, new Random(7));
        for (int from = 0; from < total; from += 500) {
            List<Settlement> some =
                    order.subList(from, from + 500).stream().map(TestingJobs::success).toList();
            await(store().settle(job.id(), some));
        }
        for (int from : new int[] {0, 1, 4_000, 4_095, 4_096, 8_191, 9_990}) {
            int until = Math.min(from + 100, total);
            assertThat(tasks(store().page(job.id(), from, 100)))
                    .isEqualTo(IntStream.range(from, until).boxed().toList());
        }
        assertThat(store().page(job.id(), total, 100)).isEmpty();
    }

    @Test
    default void pagesFailedTasksAlone() {
        Job job = keep(store(), TestingJobs.accepted(3_000));
        List<Settlement> settlements =
                IntStream.range(0, 3_000)
                        .mapToObj(task ->
                                task % 1_000 == 999
                                        ? TestingJobs.failure(task, "error")
                                        : TestingJobs.success(task))
                        .toList();
        await(store().settle(job.id(), settlements));
        assertThat(store().failed(job.id(), 0, 2))
                .isEqualTo(List.of(settlements.get(999), settlements.get(1_999)));
        assertThat(tasks(store().failed(job.id(), 1_000, 10))).containsExactly(1_999, 2_999);
    }

    @Test
    default void streamsEverySettlementOnce() {
        int total = 30_000;
        Job job = keep(store(), TestingJobs.accepted(total));
        Job other = keep(store(), TestingJobs.accepted(total));
        for (int from = 0; from < total; from += 100) {
            await(store().settle(job.id(), TestingJobs.successes(from, from + 100)));
            await(store().settle(other.id(), TestingJobs.successes(from, from + 1)));
        }
        try (Stream<Settlement> all = store().settlements(job.id())) {
            assertThat(all.map(Settlement::task).sorted())
                    .isEqualTo(IntStream.range(0, total).boxed().toList());
        }
    }

    @Test
    default void dropsSettlementsOfJobsThatEndedOrNeverWere() {
        Job job = keep(store(), TestingJobs.accepted(2));
        await(store().end(TestingJobs.ended(job, JobState.CANCELLED, 0, 0, null)));
        await(store().settle(job.id(), TestingJobs.successes(0, 1)));
        await(store().settle(new JobId("nobody"), TestingJobs.successes(0, 1)));
        assertThat(store().page(job.id(), 0, 10)).isEmpty();
        assertThat(store().page(new JobId("nobody"), 0, 10)).isEmpty();
    }

    @Test
    default void dropsRetriesOfJobsThatEndedOrNeverWere() {
        Job job = keep(store(), TestingJobs.accepted(2));
        JobEnd ended = TestingJobs.ended(job, JobState.CANCELLED, 0, 0, null);
        await(store().retry(job.id(), List.of(TestingJobs.retried(0, 1))));
        await(store().end(ended));
        await(store().retry(job.id(), List.of(TestingJobs.retried(0, 2))));
        await(store().retry(new JobId("nobody"), List.of(TestingJobs.retried(0, 1))));
        assertThat(store().find(job.id())).contains(ended.view());
        assertThat(store().unfinished()).isEmpty();
    }

    @Test
    default void hasNoBacklogOnceEverythingIsKept() {
        Job job = keep(store(), TestingJobs.accepted(1_000));
        await(store().start(job.id(), TestingJobs.NOW));
        await(store().retry(job.id(), List.of(TestingJobs.retried(0, 1))));
        await(store().settle(job.id(), TestingJobs.successes(0, 1_000)));
        assertThat(store().backlog()).isZero();
        assertThat(store().unwritable()).isEmpty();
    }

    @Test
    default void deletesAJobThatEndedWithItsKey() {
        IdempotencyKey key = new IdempotencyKey("once", "digest");
        Job job =
                ((Acceptance.Kept) await(store().accept(TestingJobs.accepted(2), Optional.of(key))))
                        .job();
        await(store().settle(job.id(), TestingJobs.successes(0, 2)));
        assertThat(await(store().delete(job.id()))).isEqualTo(new Deletion.Unfinished());
        await(store().end(TestingJobs.succeeded(job)));

        assertThat(await(store().delete(job.id()))).isEqualTo(new Deletion.Done());

        assertThat(store().find(job.id())).isEmpty();
        assertThat(store().known(key)).isEmpty();
        assertThat(store().list(ALL, 10)).isEmpty();
        assertThat(await(store().delete(job.id()))).isEqualTo(new Deletion.Absent());
        Job next = keep(store(), TestingJobs.accepted(1));
        assertThat(next.order()).isGreaterThan(job.order());
        assertThat(store().page(next.id(), 0, 10)).isEmpty();
    }

    @Test
    default void keepsTheComparisonOfARound() {
        Job plain = TestingJobs.accepted(1);
        Job round = TestingJobs.with(plain, plain.spec().with(plain.spec().workload(), "some"));
        Job kept = keep(store(), round);
        assertThat(store().find(kept.id())).contains(TestingJobs.queued(kept));
    }

    @Test
    default void keepsComparisonsAndTheirRounds() {
        ComparisonStore comparisons = store().comparisons();
        long order = accept("one", Optional.empty());
        assertThat(comparisons.find("one").map(Documents::order)).contains(order);
        assertThat(comparisons.unfinished()).extracting(Documents::order).containsExactly(order);
        await(comparisons.keep(standing("one", JobState.RUNNING, "runs")));
        for (String round : List.of("first", "second", "third")) {
            await(comparisons.add("one", utf8(round), utf8("of the " + round)));
        }
        Documents now = comparisons.find("one").orElseThrow();
        assertThat(now.head()).isEqualTo(utf8("head"));
        assertThat(now.jobs()).isEqualTo(utf8("jobs"));
        assertThat(now.summary()).isEqualTo(utf8("runs"));
        assertThat(now.rounds())
                .extracting(RoundDocuments::round)
                .containsExactly(utf8("first"), utf8("second"), utf8("third"));
        assertThat(now.rounds()).extracting(RoundDocuments::sample).containsOnlyNulls();
        for (Documents all :
                List.of(
                        comparisons.whole("one").orElseThrow(),
                        comparisons.unfinished().getFirst())) {
            assertThat(all.rounds())
                    .extracting(RoundDocuments::sample)
                    .containsExactly(
                            utf8("of the first"), utf8("of the second"), utf8("of the third"));
        }
        await(comparisons.keep(standing("one", JobState.SUCCEEDED, "ended")));
        assertThat(comparisons.unfinished()).isEmpty();
        await(comparisons.keep(standing("one", JobState.RUNNING, "runs")));
        assertThat(comparisons.find("one").orElseThrow().summary())
                .as("what ended stays so")
                .isEqualTo(utf8("ended"));
        assertThat(comparisons.find("nobody")).isEmpty();
    }

    @Test
    default void listsComparisonsNewestFirstWithoutTheirJobs() {
        List<Long> orders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            orders.addFirst(accept("number " + i, Optional.empty()));
        }
        ComparisonStore comparisons = store().comparisons();
        List<Documents> first = comparisons.list(Optional.empty(), Optional.empty(), 2);
        assertThat(first).extracting(Documents::order).isEqualTo(orders.subList(0, 2));
        assertThat(first).allMatch(listed -> listed.jobs() == null);
        assertThat(comparisons.list(Optional.empty(), Optional.of(orders.get(1)), 9))
                .extracting(Documents::order)
                .isEqualTo(orders.subList(2, 4));
        assertThat(comparisons.list(Optional.of(JobState.RUNNING), Optional.empty(), 9)).isEmpty();
    }

    @Test
    default void knowsARepeatedComparison() {
        IdempotencyKey key = new IdempotencyKey("once", "digest");
        keep(store(), TestingJobs.accepted(1));
        accept("one", Optional.of(key));
        ComparisonStore comparisons = store().comparisons();
        assertThat(acceptance("two", Optional.of(key)))
                .isEqualTo(new ComparisonStore.Acceptance.Known("one"));
        IdempotencyKey other = new IdempotencyKey("once", "another digest");
        assertThat(acceptance("three", Optional.of(other)))
                .isEqualTo(new ComparisonStore.Acceptance.KeyReused());
        assertThat(comparisons.known(key)).contains(new ComparisonStore.Acceptance.Known("one"));
        assertThat(comparisons.known(other)).contains(new ComparisonStore.Acceptance.KeyReused());
        assertThat(comparisons.known(new IdempotencyKey("new", "digest"))).isEmpty();
    }

    private long accept(String id, Optional<IdempotencyKey> key) {
        return ((ComparisonStore.Acceptance.Kept) acceptance(id, key)).order();
    }

    private ComparisonStore.Acceptance acceptance(String id, Optional<IdempotencyKey> key) {
        ComparisonStore.Standing fresh = standing(id, JobState.QUEUED, "fresh");
        return await(store().comparisons().accept(fresh, utf8("head"), utf8("jobs"), key));
    }

    private static ComparisonStore.Standing standing(String id, JobState state, String summary) {
        Instant ended = state.terminal() ? TestingJobs.NOW : null;
        return new ComparisonStore.Standing(id, state, ended, utf8(summary));
    }

    private static byte[] utf8(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }

    private static JobFilter filter(
            @Nullable JobState state, @Nullable String kind, @Nullable String mode) {
        return new JobFilter(
                Optional.ofNullable(state),
                Optional.ofNullable(kind),
                Optional.ofNullable(mode),
                Optional.empty());
    }
}
