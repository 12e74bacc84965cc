package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;
import static regatta.coordinator.schedule.TestingSchedule.SUCCESS;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.AttemptSample.Drawn;
import regatta.protocol.JobId;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;

/** Which attempts of a round are kept, and where they lie in time. */
class AttemptSampleTest {
    private static final long SECOND = 1_000_000_000;

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void placesAnAttemptBetweenItsDispatchAndItsAnswer() {
        schedule.pass(Duration.ofSeconds(3));
        schedule.join("w", 1);
        schedule.accept(job("a", 2, 1).round());
        end("a", timings(SECOND / 2));
        end("a", timings(SECOND / 4));
        schedule.forget("a");
        AttemptSample sample = schedule.schedule.takeSample(new JobId("a"));
        assertThat(sample.of()).isEqualTo(2);
        assertThat(sample.workers()).containsExactly("w");
        // A second passes from dispatch to answer; what was not at the worker is on both ways.
        assertThat(sample.attempts())
                .containsExactly(
                        new Drawn(0, 0, 0, SECOND / 4, 3 * SECOND / 4, 400, 100, SECOND / 2),
                        new Drawn(
                                1,
                                0,
                                0,
                                SECOND + 3 * SECOND / 8,
                                SECOND + 5 * SECOND / 8,
                                400,
                                100,
                                3 * SECOND / 4));
        assertThat(sample.attempts().getFirst().waiting()).isEqualTo(SECOND / 2 - 500);
        assertThat(schedule.schedule.takeSample(new JobId("a"))).isEqualTo(AttemptSample.NONE);
    }

    @Test
    void drawsWhatSettlementsSayOfThemselves() {
        schedule.pass(Duration.ofSeconds(3));
        schedule.join("w", 1);
        schedule.accept(job("a", 2, 1));
        end("a", timings(SECOND / 2));
        end("a", timings(SECOND / 4));
        AttemptDraw draw = new AttemptDraw(9, 1);
        schedule.settled("a").forEach(draw::add);
        draw.add(new Settlement(2, 0, null, SUCCESS, 0, 0, 0, -1, 0));
        draw.add(new Settlement(3, 1, new WorkerId("old"), SUCCESS, 0, 0, 0, -1, 0));
        assertThat(draw.sample().of()).isEqualTo(2);
        assertThat(draw.sample().workers()).containsExactly("w");
        assertThat(draw.sample().attempts())
                .containsExactly(
                        new Drawn(0, 0, 0, SECOND / 4, 3 * SECOND / 4, 400, 100, SECOND / 2),
                        new Drawn(
                                1,
                                0,
                                0,
                                SECOND + 3 * SECOND / 8,
                                SECOND + 5 * SECOND / 8,
                                400,
                                100,
                                3 * SECOND / 4));
    }

    @Test
    void keepsNoAttemptOfAJobThatIsNoRound() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        end("a", timings(1));
        schedule.forget("a");
        assertThat(schedule.schedule.takeSample(new JobId("a"))).isEqualTo(AttemptSample.NONE);
    }

    @Test
    void keepsTheSamplesOfTheNewestRoundsUntilSomebodyAsks() {
        schedule.join("w", 1);
        for (int round = 0; round < 20; round++) {
            schedule.accept(job("r" + round, 1, 1).round());
            end("r" + round, timings(1));
            schedule.forget("r" + round);
        }
        assertThat(schedule.schedule.takeSample(new JobId("r3"))).isEqualTo(AttemptSample.NONE);
        assertThat(schedule.schedule.takeSample(new JobId("r4")).of()).isOne();
    }

    @Test
    void keepsAllUpToTheLimitAndDrawsFairlyBeyond() {
        assertThat(draw(AttemptSample.MOST, 1).attempts()).hasSize(AttemptSample.MOST);
        int all = 5 * AttemptSample.MOST;
        int draws = 20;
        int[] byFifth = new int[5];
        for (int seed = 0; seed < draws; seed++) {
            AttemptSample sample = draw(all, seed);
            assertThat(sample.of()).isEqualTo(all);
            assertThat(sample.attempts()).hasSize(AttemptSample.MOST).doesNotHaveDuplicates();
            assertThat(sample).isEqualTo(draw(all, seed));
            sample.attempts().forEach(each -> byFifth[each.task() / AttemptSample.MOST]++);
        }
        // Each fifth has 8,000 of 40,000 in the mean, with a deviation of 72.
        double fifth = draws * AttemptSample.MOST / 5.0;
        assertThat(IntStream.of(byFifth).boxed().toList())
                .allSatisfy(count -> assertThat(Math.abs(count - fifth)).isLessThan(360));
    }

    @Test
    void thinsASampleFairly() {
        AttemptSample whole = draw(AttemptSample.MOST, 1);
        AttemptSample thin = whole.atMost(500, 7);
        assertThat(thin.attempts()).hasSize(500).isSubsetOf(whole.attempts());
        assertThat(thin.of()).isEqualTo(whole.of());
        assertThat(thin.attempts().stream().filter(each -> each.task() < 1_000).count())
                .isBetween(200L, 300L);
        assertThat(whole.atMost(AttemptSample.MOST, 7)).isSameAs(whole);
        assertThat(whole.atMost(-1, 7).attempts()).isEmpty();
    }

    private static AttemptSample draw(int attempts, long seed) {
        AttemptDraw draw = new AttemptDraw(AttemptSample.MOST, seed);
        TestingSchedule schedule = new TestingSchedule();
        schedule.join("w", 1);
        schedule.accept(job("a", attempts, 1));
        ScheduledAttempt like =
                Optional.ofNullable(schedule.schedule.board().jobs.get(new JobId("a")))
                        .orElseThrow()
                        .inFlight()
                        .iterator()
                        .next();
        for (int task = 0; task < attempts; task++) {
            Ready ready = new Ready(task, 1, 0, 0, Ready.Risk.NONE);
            draw.add(
                    ScheduledAttempt.late(ready, 1, like.job, like.slot, task),
                    timings(10),
                    0,
                    task);
        }
        return draw.sample();
    }

    private void end(String job, Timings timings) {
        schedule.pass(Duration.ofSeconds(1));
        schedule.ends(schedule.only(job), SUCCESS, timings);
    }

    private static Timings timings(long ran) {
        return new Timings(0, ran, 400, 100, 1, 0, 0);
    }
}
