package regatta.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.Bounds;
import regatta.comparison.plan.ComparisonId;
import regatta.comparison.plan.ComparisonSpec;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.protocol.Failure;
import regatta.workload.sumofsquares.SumOfSquares;

class RoundRunnerTest {
    private static final int ROUNDS = 3;

    private final TestingRoundJobs jobs = new TestingRoundJobs();
    private KeptComparisons store =
            new KeptComparisons(new TestingComparisonStore(), TestingComparisons.CODEC);

    @Test
    void runsEachRoundAsAJobOfItsArm() throws Exception {
        ComparisonView ended = run(fresh());
        assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(ended.machine()).isNotNull();
        assertThat(ended.rounds())
                .hasSize(2 * (1 + ROUNDS))
                .isEqualTo(store.find(ended.id()).orElseThrow().rounds());
        assertThat(ended.rounds()).filteredOn(Round::warmUp).hasSize(2);
        assertThat(ended.rounds())
                .extracting(Round::answer)
                .containsOnly(List.of("1,000: 332833500", "10: 285"));
        assertThat(ended.rounds())
                .allSatisfy(round -> {
                    assertThat(round.startedAt()).isEqualTo(TestingRoundJobs.NOW);
                    assertThat(round.output()).isNotNull();
                    assertThat(round.sample()).isEqualTo(TestingRoundJobs.SAMPLE);
                });
        assertThat(ended.rounds())
                .isSortedAccordingTo(Comparator.comparingDouble(Round::startSeconds));
        assertThat(jobs.jobs.values())
                .allSatisfy(job ->
                        assertThat(job.spec().comparisonOrNull()).isEqualTo(ended.id().value()));
        assertThat(jobs.discarded).containsExactlyElementsOf(jobs.jobs.keySet());
    }

    @Test
    void keepsFewerAttemptsOfEachRoundWhereThereAreManyRounds() throws Exception {
        jobs.sample = sample(AttemptSample.MOST);
        List<Arm> arms = Arm.each(TestingRounds.modes("batch", "async"), List.of(0), List.of());
        ComparisonView ended = run(fresh(Plan.of(arms, 1, 99, 7)));
        assertThat(ended.rounds()).hasSize(200);
        assertThat(ended.rounds())
                .allSatisfy(round -> assertThat(round.sample().attempts()).hasSize(1_000));
        assertThat(ended.rounds())
                .allSatisfy(round -> assertThat(round.sample().of()).isEqualTo(2_000));
    }

    private static AttemptSample sample(int attempts) {
        return new AttemptSample(
                attempts,
                List.of("w1"),
                IntStream.range(0, attempts)
                        .mapToObj(at -> new AttemptSample.Drawn(at, 0, 0, at, at + 1, 1, 0, 0))
                        .toList());
    }

    @Test
    void showsNoFigureOfAWrongSumAndNamesTheArm() throws Exception {
        jobs.spoil =
                job ->
                        TestingRoundJobs.view(
                                job.spec(),
                                JobState.SUCCEEDED,
                                new SumOfSquares.Output(List.of("285", "286")),
                                null);
        ComparisonView ended = run(fresh());
        assertThat(ended.state()).isEqualTo(JobState.FAILED);
        assertThat(ended.rounds()).isEmpty();
        assertThat(message(ended))
                .matches(
                        "(batch|async) gave a wrong output: .* 285 instead of .*No figures are shown\\.");
    }

    @Test
    void namesTheArmWhoseJobFailed() throws Exception {
        jobs.spoil = RoundRunnerTest::failed;
        ComparisonView ended = run(fresh());
        assertThat(ended.state()).isEqualTo(JobState.FAILED);
        assertThat(message(ended)).matches("async: job \\S+ FAILED: task 3 failed");
        assertThat(jobs.discarded).hasSameSizeAs(jobs.jobs.keySet());
    }

    private static JobView failed(JobView job) {
        return job.mode().equals("async")
                ? TestingRoundJobs.view(
                        job.spec(),
                        JobState.FAILED,
                        null,
                        new Failure("error", "task 3 failed", false))
                : job;
    }

    @Test
    void measuresWhatOthersDidMeanwhile() throws Exception {
        jobs.othersNanosEachTime = 1_000_000_000_000L;
        ComparisonView ended = run(fresh());
        assertThat(ended.rounds())
                .hasSizeGreaterThan(2 * (1 + ROUNDS))
                .allMatch(round -> round.conditions().others() == 1)
                .allMatch(round -> round.startedAt() != null);
    }

    @Test
    void goesOnAfterARestartAndRunsTheInterruptedRoundAgain() throws Exception {
        ComparisonView before = run(fresh());
        List<Round> done = before.rounds().subList(0, 3);
        JobView interrupted =
                TestingRoundJobs.view(
                        before.spec().jobs().getFirst().with(workload(), before.id().value()),
                        JobState.RUNNING,
                        null,
                        null);
        jobs.jobs.clear();
        jobs.jobs.put(interrupted.id(), interrupted);
        ComparisonView left =
                before.ended(JobState.RUNNING, TestingRoundJobs.NOW, null, List.of(), null)
                        .at(done, null, null, List.of())
                        .recovered();
        ComparisonView ended = run(left);
        assertThat(jobs.cancelled).containsExactly(interrupted.id());
        assertThat(jobs.discarded).contains(interrupted.id());
        assertThat(ended.rounds()).startsWith(done.toArray(Round[]::new)).hasSize(8);
        assertThat(ended.rounds()).extracting(Round::job).doesNotContain(interrupted.id().value());
        assertThat(ended.version()).isGreaterThan(left.version());
        assertThat(ended.notes())
                .containsExactly("The coordinator was started again during the rounds.");
    }

    @Test
    void goesOnAfterRoundsOfAnEarlierProcessAsIfNobodyHadInterruptedIt() throws Exception {
        List<Round> whole = run(fresh()).rounds();
        for (int kept = 1; kept <= whole.size(); kept++) {
            ComparisonView ended =
                    run(fresh().after(whole.subList(0, kept), List.of("interrupted")));
            assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(ended.notes()).containsExactly("interrupted");
            assertThat(ended.rounds()).startsWith(whole.subList(0, kept).toArray(Round[]::new));
            assertThat(ended.rounds())
                    .extracting(Round::arm, Round::block)
                    .isEqualTo(whole.stream().map(r -> tuple(r.arm(), r.block())).toList());
            assertThat(store.whole(ended.id()).orElseThrow().rounds()).isEqualTo(ended.rounds());
        }
    }

    @Test
    void keepsWhereRoundsRanWhenItFails() throws Exception {
        jobs.spoil = job -> jobs.jobs.size() < 5 ? job : failed(job);
        ComparisonView ended = run(fresh());
        assertThat(ended.state()).isEqualTo(JobState.FAILED);
        assertThat(ended.rounds()).isNotEmpty();
        assertThat(ended.machine()).isNotNull();
        assertThat(ended.mayBeReported()).isTrue();
    }

    @Test
    void waitsForAWorkerWhereAnArmNeedsNodes() throws Exception {
        List<Arm> arms = Arm.each(TestingRounds.modes("batch", "cluster"), List.of(0), List.of());
        LiveComparison live = kept(fresh(Plan.of(arms, 1, ROUNDS, 7)));
        RoundRunner runner = runner(live);
        assertThat(runner.ready()).isFalse();
        assertThat(live.view().waitingFor()).isEqualTo("no worker in pool cluster");
        jobs.pool = "cluster";
        assertThat(runner.ready()).isTrue();
        assertThat(live.view().waitingFor()).isNull();
        assertThat(runner.run()).isTrue();
        assertThat(live.view().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void givesARoundUpWhoseNodesLeftAndRunsItLater() throws Exception {
        List<Arm> arms = Arm.each(TestingRounds.modes("batch", "cluster"), List.of(0), List.of());
        jobs.pool = "cluster";
        jobs.spoil = this::losesItsWorkerOnce;
        LiveComparison live = kept(fresh(Plan.of(arms, 1, ROUNDS, 7)));
        RoundRunner runner = runner(live);
        assertThat(runner.run()).isFalse();
        assertThat(live.view().waitingFor()).isEqualTo("no worker in pool cluster");
        assertThat(live.view().running()).isNull();
        assertThat(jobs.cancelled).hasSize(1);
        assertThat(runner.run()).as("still none").isFalse();
        jobs.pool = "cluster";
        assertThat(runner.run()).isTrue();
        assertThat(live.view().rounds()).hasSize(2 * (1 + ROUNDS));
        assertThat(live.view().notes()).isEmpty();
    }

    private JobView losesItsWorkerOnce(JobView job) {
        boolean loses = job.mode().equals("cluster") && jobs.cancelled.isEmpty();
        if (!loses) {
            return job;
        }
        jobs.pool = "none";
        return TestingRoundJobs.waiting(job);
    }

    @Test
    void endsAsCancelledWithoutAnotherRound() throws Exception {
        LiveComparison live = kept(fresh());
        live.cancel();
        runner(live).run();
        assertThat(live.view().state()).isEqualTo(JobState.CANCELLED);
        assertThat(live.whenEnded()).isCompleted();
        assertThat(jobs.jobs).isEmpty();
    }

    private ComparisonView run(ComparisonView comparison) throws Exception {
        LiveComparison live = kept(comparison);
        runner(live).run();
        assertThat(store.find(comparison.id())).contains(live.view());
        return live.view();
    }

    /**
     * A comparison that a fresh store holds, with the rounds that it has so far, unless these come
     * from elsewhere.
     */
    private LiveComparison kept(ComparisonView comparison) {
        store = new KeptComparisons(new TestingComparisonStore(), TestingComparisons.CODEC);
        store.accept(comparison, Optional.empty());
        if (comparison.startedAt() != null) {
            comparison.rounds().forEach(round -> store.add(comparison.id(), round));
        }
        return new LiveComparison(comparison.withOrder(1), 0);
    }

    private RoundRunner runner(LiveComparison live) {
        return new RoundRunner(
                live,
                OutputCheckTest.WORKLOADS,
                store,
                jobs,
                new SlotShares("127.0.0.1", 2),
                Clock.fixed(TestingRoundJobs.NOW, ZoneOffset.UTC));
    }

    private static String message(ComparisonView ended) {
        Failure failure = ended.failure();
        return failure == null ? "" : failure.message();
    }

    private static SumOfSquares.Spec workload() {
        return new SumOfSquares.Spec(List.of(1000L, 10L), 1, 3);
    }

    private static ComparisonView fresh() {
        List<Arm> arms = Arm.each(TestingRounds.modes("batch", "async"), List.of(0), List.of());
        return fresh(Plan.of(arms, 1, ROUNDS, 7));
    }

    /** These rounds count even if this machine stands still meanwhile. */
    private static final Bounds LOOSE = new Bounds(Bounds.USUAL.others(), 3_600, 1, 1);

    private static ComparisonView fresh(Plan plan) {
        ComparisonSpec spec =
                new ComparisonSpec(
                        "",
                        "sums",
                        Map.of("kind", SumOfSquares.KIND),
                        plan.with(LOOSE),
                        plan.arms().stream().map(arm -> job(arm.mode())).toList());
        return ComparisonView.accepted(ComparisonId.random(), spec, TestingRoundJobs.NOW);
    }

    private static JobSpec job(String mode) {
        return new JobSpec(SumOfSquares.KIND, workload(), "", mode, null, 3, null, 0);
    }
}
