package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.api.RunReport;
import regatta.protocol.JobId;
import regatta.protocol.SlotOffer;
import regatta.workload.Demand;

/** Who had how much of the slots' time, on the clock of the simulation. */
class SlotTimeTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private final Simulation simulation =
            new Simulation(
                    ScheduleTerms.DEFAULTS, 0, 65_536, new SplittableRandom(1), new Trace(false));

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isSharedByTasksOfTenSecondsAndOfOneMillisecond(int slots) {
        join(slots);
        SimulatedJob slow = submit("long", 1_000, 64, 10 * SECOND);
        SimulatedJob quick = submit("short", 1_000_000, 64, MILLI);
        simulation.runUntil(205 * SECOND);
        double slowSeconds = report(slow).slotAccount().running();
        double quickSeconds = report(quick).slotAccount().running();
        assertThat(slowSeconds).isCloseTo(100.0 * slots, within(20.0));
        assertThat(quickSeconds).isCloseTo(100.0 * slots, within(20.0));
    }

    @Test
    void isOneSlotsBesideAJobThatTakesTheRest() {
        join(4);
        SimulatedJob modest = submit("modest", 100_000, 1, 5 * MILLI);
        SimulatedJob greedy = submit("greedy", 100_000, 64, 20 * MILLI);
        simulation.runUntil(50 * SECOND);
        assertThat(report(modest).slotAccount().running()).isCloseTo(50, within(2.0));
        assertThat(report(greedy).slotAccount().running()).isCloseTo(150, within(6.0));
    }

    @Test
    void isKnownOfJobsThatAreNoRounds() {
        TestingSchedule schedule = new TestingSchedule();
        schedule.join("w", 3);
        schedule.accept(TestingJob.job("other", 1, 1));
        schedule.accept(TestingJob.job("round", 2, 2).round());
        schedule.pass(Duration.ofSeconds(2));
        assertThat(schedule.schedule.slotUse(schedule.now()))
                .singleElement()
                .matches(use -> use.othersNanos() == 2 * SECOND);
        schedule.succeeds(schedule.of("other").getFirst(), Duration.ofSeconds(2));
        schedule.pass(Duration.ofSeconds(5));
        assertThat(schedule.schedule.slotUse(schedule.now()))
                .singleElement()
                .matches(use -> use.othersNanos() == 2 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {MILLI, 7 * MILLI, 30 * MILLI, 200 * MILLI})
    void addsUpToSlotsTimesWindow(long length) {
        join(2);
        join(1);
        long tasks = 20 * SECOND / length;
        SimulatedJob job = submit("a", (int) tasks, 3, length);
        boolean ended =
                simulation.runUntil(() -> simulation.coordinator().allSettled(job), 60 * SECOND);
        assertThat(ended).isTrue();
        RunReport report = report(job);
        RunReport.SlotAccount account = report.slotAccount();
        assertThat(account.running() + account.starved() + account.drained())
                .isCloseTo(report.slots() * report.wallSeconds(), Percentage.withPercentage(1));
        assertThat(account.running()).isCloseTo(tasks * length / 1e9, within(1e-6));
    }

    /** The ways to the workers and back are then a good part of the window. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9, 40})
    void addsUpWhenAJobIsHardlyLongerThanItsMessages(int tasks) {
        join(2);
        join(2);
        SimulatedJob job = submit("a", tasks, 4, MILLI);
        boolean ended =
                simulation.runUntil(() -> simulation.coordinator().allSettled(job), 60 * SECOND);
        assertThat(ended).isTrue();
        RunReport report = report(job);
        RunReport.SlotAccount account = report.slotAccount();
        double window = report.slots() * report.wallSeconds();
        // One way may take 50 µs and the other 150 µs: half of their difference, a slot.
        assertThat(account.running() + account.starved() + account.drained())
                .isCloseTo(window, within(report.slots() * 60e-6));
        assertThat(account.starved()).isPositive();
    }

    @Test
    void countsASlotWithNothingLeftAsDrained() {
        join(2);
        SimulatedJob job = submit("a", 3, 2, 10 * SECOND);
        simulation.runUntil(() -> simulation.coordinator().allSettled(job), 60 * SECOND);
        assertThat(report(job).slotAccount().drained()).isCloseTo(10, within(0.1));
    }

    @Test
    void doesNotCountTheSlotsOfALostWorkerAsDrained() {
        SimulatedWorker lost = join(1);
        join(1);
        SimulatedJob job = submit("a", 10, 2, 5 * SECOND);
        simulation.time.at(6 * SECOND, () -> lost.link.cut(true, true));
        simulation.runUntil(() -> simulation.coordinator().allSettled(job), 120 * SECOND);
        assertThat(report(job).slotAccount().drained()).isLessThan(1);
    }

    private SimulatedWorker join(int slots) {
        List<String> kinds = List.of(TestingJob.COMPUTES);
        SlotOffer offer = SlotOffer.any(slots);
        return simulation.join(
                new SimulatedWorker.Build(TestingJob.POOL, offer, kinds, true, false),
                SimulatedLink.Weather.FINE);
    }

    private SimulatedJob submit(String id, int tasks, int slots, long nanos) {
        JobTerms terms =
                new JobTerms(
                        new JobId(id),
                        TestingJob.COMPUTES,
                        TestingJob.POOL,
                        tasks,
                        slots,
                        Demand.COMPUTING,
                        0,
                        1,
                        0,
                        0,
                        _ -> "");
        SimulatedJob job = new SimulatedJob(terms, SimulatedJob.Habits.steady(nanos), 1);
        simulation.jobs.put(job.terms.id(), job);
        simulation.coordinator().accept(job);
        return job;
    }

    private RunReport report(SimulatedJob job) {
        return simulation
                .coordinator()
                .schedule()
                .runReport(job.terms.id(), "cluster", false)
                .orElseThrow();
    }
}
