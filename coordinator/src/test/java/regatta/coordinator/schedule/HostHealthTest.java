package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static regatta.coordinator.schedule.TestingJob.job;
import static regatta.workload.FailureSide.ORIGIN;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.Outcome;

/** A host that refuses tasks holds all its tasks back, and none of them pays for it. */
class HostHealthTest {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final TestingSchedule schedule = new TestingSchedule();

    @BeforeEach
    void join() {
        schedule.join("w", 8);
    }

    @Test
    void holdsAHostBackThatRefusesAndTriesItWithOneTask() {
        schedule.accept(job("a", 20, 4).hosts(MINUTE, _ -> "host"));
        refuseAll("a");
        assertThat(schedule.of("a")).isEmpty();
        assertThat(schedule.running("a")).as("slots that it holds").isZero();
        assertThat(schedule.waitingFor("a")).contains("host host (refused)");
        schedule.pass(Duration.ofMillis(300));
        assertThat(schedule.of("a")).hasSize(1);
        schedule.pass(SECOND);
        assertThat(schedule.of("a")).hasSize(1);
    }

    @Test
    void waitsTwiceAsLongAfterEachTrialThatIsRefused() {
        schedule.accept(job("a", 20, 4).hosts(MINUTE, _ -> "host"));
        refuseAll("a");
        int trials = 0;
        for (int tick = 0; tick < 200; tick++) {
            schedule.pass(TICK);
            trials += schedule.of("a").size();
            refuseAll("a");
        }
        assertThat(trials).as("in 20 seconds").isBetween(5, 8);
    }

    @Test
    void goesOnWhereItWasOnceTheHostAnswers() {
        schedule.accept(job("a", 40, 4).hosts(MINUTE, _ -> "host"));
        refuseAll("a");
        int seconds = endsWithin(30);
        assertThat(seconds).isLessThan(15);
        assertThat(schedule.settled("a"))
                .hasSize(40)
                .allMatch(one -> one.outcome() instanceof Outcome.Succeeded);
    }

    @Test
    void letsTasksOfOtherHostsGoOn() {
        schedule.accept(job("a", 200, 4).hosts(MINUTE, task -> "host" + task % 2));
        for (int step = 0; step < 10; step++) {
            for (Held held : List.copyOf(schedule.of("a"))) {
                if (held.task() % 2 == 0) {
                    schedule.failsBy(ORIGIN, held);
                } else {
                    schedule.succeeds(held, Duration.ofMillis(1));
                }
            }
        }
        assertThat(schedule.of("a")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(schedule.of("a")).filteredOn(held -> held.task() % 2 == 0).hasSizeLessThan(2);
    }

    @Test
    void holdsAHostBackForEveryJob() {
        schedule.accept(job("a", 20, 4).hosts(MINUTE, _ -> "host"));
        schedule.accept(job("b", 20, 4).hosts(MINUTE, _ -> "host"));
        refuseAll("a");
        refuseAll("b");
        assertThat(schedule.of("b")).isEmpty();
        schedule.pass(Duration.ofMillis(300));
        assertThat(schedule.of("a").size() + schedule.of("b").size()).isOne();
        for (int step = 0; step < 400; step++) {
            succeedAll("a");
            succeedAll("b");
            schedule.pass(TICK);
        }
        assertThat(schedule.allSettled("a")).isTrue();
        assertThat(schedule.allSettled("b")).isTrue();
    }

    @Test
    void leavesAHostAloneForAsLongAsItAsks() {
        schedule.accept(job("a", 20, 4).hosts(MINUTE, _ -> "host"));
        schedule.failsBy(ORIGIN, schedule.of("a").getFirst(), Duration.ofSeconds(5));
        leavesItAloneForFiveSeconds();
    }

    @Test
    void leavesAHostAloneForTheLongestPauseThatItAsksFor() {
        schedule.accept(job("a", 20, 4).hosts(MINUTE, _ -> "host"));
        schedule.failsBy(ORIGIN, schedule.of("a").getFirst(), SECOND);
        schedule.failsBy(ORIGIN, schedule.of("a").getFirst(), Duration.ofSeconds(5));
        leavesItAloneForFiveSeconds();
    }

    @Test
    void triesAHostAgainThatAsksForAlmostAllTheTimeOfAJob() {
        schedule.accept(job("a", 20, 4).hosts(MINUTE, _ -> "host"));
        schedule.failsBy(ORIGIN, schedule.of("a").getFirst(), Duration.ofSeconds(59));
        for (int tick = 0; tick < 800; tick++) {
            schedule.pass(TICK);
            succeedAll("a");
        }
        assertThat(schedule.settled("a"))
                .hasSize(20)
                .allMatch(one -> one.outcome() instanceof Outcome.Succeeded);
    }

    private void leavesItAloneForFiveSeconds() {
        succeedAll("a");
        schedule.pass(Duration.ofMillis(4_900));
        assertThat(schedule.of("a")).isEmpty();
        schedule.pass(Duration.ofMillis(200));
        assertThat(schedule.of("a")).hasSize(1);
    }

    /** An answer to a request from before the first refusal does not show that the host answers. */
    @Test
    void chargesNoTaskForAHostThatWentAwayWhileOtherTasksRan() {
        schedule.join("x", 8);
        schedule.accept(job("a", 16, 16).hosts(MINUTE, _ -> "host"));
        schedule.pass(TICK);
        schedule.failsBy(ORIGIN, schedule.of("a").getFirst());
        succeedAll("a");
        for (int tick = 0; tick < 400; tick++) {
            schedule.pass(TICK);
            refuseAll("a");
        }
        assertThat(schedule.settled("a")).hasSize(15);
    }

    @Test
    void doesNotSlowDownForRefusalsFromBeforeTheRest() {
        schedule.accept(job("a", 40, 8).hosts(MINUTE, _ -> "host"));
        List<Held> first = schedule.of("a");
        schedule.pass(TICK);
        first.subList(0, 5).forEach(held -> schedule.failsBy(ORIGIN, held));
        schedule.pass(Duration.ofMillis(300));
        schedule.of("a").stream()
                .filter(held -> !first.contains(held))
                .forEach(held -> schedule.succeeds(held, Duration.ofMillis(1)));
        first.subList(5, 8).forEach(held -> schedule.failsBy(ORIGIN, held));
        assertThat(endsWithin(60)).isLessThan(10);
    }

    @Test
    void sendsFewTasksToANewHostAndTwoMoreForEachAnswer() {
        schedule.join("x", 56);
        schedule.accept(job("a", 200, 64).hosts(MINUTE, _ -> "host"));
        for (int answered = 0; answered <= 24; answered++) {
            assertThat(schedule.of("a")).hasSize(16 + 2 * answered);
            schedule.succeeds(schedule.of("a").getFirst(), Duration.ofMillis(1));
        }
        assertThat(schedule.of("a")).hasSize(64);
    }

    @Test
    void countsTheTasksOfAllJobsAtANewHost() {
        schedule.join("x", 56);
        schedule.accept(job("a", 200, 10).hosts(MINUTE, _ -> "host"));
        schedule.accept(job("b", 200, 10).hosts(MINUTE, _ -> "host"));
        assertThat(schedule.of("a")).hasSize(10);
        assertThat(schedule.of("b")).hasSize(6);
        succeedAll("a");
        succeedAll("b");
        assertThat(schedule.of("a")).hasSize(10);
        assertThat(schedule.of("b")).hasSize(10);
    }

    @Test
    void saysThatAJobWaitsForANewHost() {
        schedule.join("x", 56);
        schedule.accept(job("a", 200, 16).hosts(MINUTE, _ -> "host"));
        schedule.accept(job("b", 200, 16).hosts(MINUTE, _ -> "host"));
        assertThat(schedule.of("b")).isEmpty();
        assertThat(schedule.waitingFor("b")).get(STRING).startsWith("host host to answer");
    }

    @Test
    void sendsTasksToAllNewHostsAtOnce() {
        schedule.join("x", 56);
        schedule.accept(job("a", 200, 64).hosts(MINUTE, task -> "host" + task % 4));
        assertThat(schedule.of("a")).hasSize(64);
    }

    @Test
    void sendsMoreTasksAfterHalfASecondToANewHostThatTakesLong() {
        schedule.join("x", 56);
        schedule.accept(job("a", 200, 64).hosts(MINUTE, _ -> "host"));
        schedule.pass(Duration.ofMillis(400));
        assertThat(schedule.of("a")).hasSize(16);
        schedule.pass(TICK);
        assertThat(schedule.of("a")).hasSize(64);
    }

    @Test
    void holdsAJobOfManyNewHostsBackForHalfASecondInAll() {
        schedule.join("x", 56);
        schedule.accept(job("a", 400, 64).hosts(MINUTE, task -> "host" + task / 20));
        assertThat(schedule.of("a")).hasSize(16);
        schedule.pass(Duration.ofMillis(500));
        assertThat(schedule.of("a")).hasSize(64);
        succeedAll("a");
        assertThat(schedule.of("a")).as("tasks of hosts that are new").hasSize(64);
    }

    @Test
    void countsTasksAtTheirHostWhenTheFirstTaskHasNone() {
        schedule.accept(job("a", 20, 4).hosts(MINUTE, task -> task == 0 ? "" : "host"));
        schedule.succeeds(schedule.of("a").getFirst(), Duration.ofMillis(1));
        refuseAll("a");
        schedule.pass(Duration.ofMillis(300));
        assertThat(schedule.of("a")).hasSize(1);
    }

    @Test
    void takesEveryHostForKnownWhereTheJobDoesNotWait() {
        schedule.join("x", 56);
        schedule.accept(job("a", 200, 64).hosts(Duration.ZERO, _ -> "host"));
        assertThat(schedule.of("a")).hasSize(64);
    }

    @Test
    void forgetsAHostThatRefusesNothingAtTheNextTick() {
        schedule.accept(job("a", 20, 8).hosts(MINUTE, task -> "host" + task));
        while (!schedule.allSettled("a")) {
            succeedAll("a");
        }
        schedule.pass(TICK);
        assertThat(schedule.schedule.board().hosts.isEmpty()).isTrue();
    }

    @Test
    void findsARateThatTheHostTakes() {
        assertThat(requestsToABucket(SECOND, 8)).isLessThan(390);
    }

    @Test
    void findsTheRateOfANewHostForAJobOfManySlots() {
        schedule.join("x", 56);
        assertThat(requestsToABucket(SECOND, 64)).isLessThan(365);
    }

    /** Whoever asks a little too often is refused now and then, between answers. */
    @Test
    void findsTheRateOfAHostThatRefusesWithoutAskingForAPause() {
        assertThat(requestsToABucket(Duration.ZERO, 8)).isLessThan(360);
    }

    /** Runs 300 tasks at a host that takes five a second, and returns how often it was asked. */
    private int requestsToABucket(Duration pause, int slots) {
        // The first refused tasks wait for longer than that, but not because the host is silent.
        Duration retryFor = Duration.ofSeconds(20);
        schedule.accept(job("a", 300, slots).hosts(retryFor, _ -> "host"));
        double tokens = 5;
        int requests = 0;
        for (int tick = 0; tick < 2_000 && !schedule.allSettled("a"); tick++) {
            tokens = Math.min(5, tokens + 0.5);
            for (Held held : List.copyOf(schedule.of("a"))) {
                requests++;
                if (tokens >= 1) {
                    tokens--;
                    schedule.succeeds(held, Duration.ofMillis(1));
                } else {
                    schedule.failsBy(ORIGIN, held, pause);
                }
            }
            schedule.pass(TICK);
        }
        assertThat(schedule.settled("a"))
                .hasSize(300)
                .allMatch(one -> one.outcome() instanceof Outcome.Succeeded);
        assertThat(schedule.now()).isLessThan(Duration.ofMinutes(2).toNanos());
        return requests;
    }

    /**
     * A host that refuses tasks at random refuses as many at any rate. It may seem overloaded by
     * chance, and then a job takes longer.
     */
    @ParameterizedTest
    @CsvSource({"0.05, 0, 8, 30", "0.1, 0, 15, 60", "0.2, 0, 200, 500", "0.1, 1, 150, 400"})
    void hardlySlowsDownForRefusalsAtRandom(
            double share, int pauseSeconds, int mostlySeconds, int mostSeconds) {
        List<Long> seconds =
                IntStream.range(0, 20)
                        .mapToObj(seed -> secondsWithRefusals(share, pauseSeconds, seed))
                        .sorted()
                        .toList();
        assertThat(seconds.get(10)).as("%s", seconds).isLessThan(mostlySeconds);
        assertThat(seconds.getLast()).as("%s", seconds).isLessThan(mostSeconds);
    }

    /** Runs 300 tasks, of which a host refuses a share, and returns how long they took. */
    private static long secondsWithRefusals(double share, int pauseSeconds, int seed) {
        TestingSchedule schedule = new TestingSchedule();
        schedule.join("w", 8);
        schedule.accept(job("a", 300, 8).hosts(Duration.ofHours(1), _ -> "host"));
        Random random = new Random(seed);
        while (!schedule.allSettled("a")) {
            for (Held held : List.copyOf(schedule.of("a"))) {
                if (random.nextDouble() < share) {
                    schedule.failsBy(ORIGIN, held, Duration.ofSeconds(pauseSeconds));
                } else {
                    schedule.succeeds(held, Duration.ofMillis(1));
                }
            }
            schedule.pass(TICK);
        }
        assertThat(schedule.settled("a"))
                .allMatch(one -> one.outcome() instanceof Outcome.Succeeded);
        return Duration.ofNanos(schedule.now()).toSeconds();
    }

    @Test
    void doesNotRestForOneRefusalInTen() {
        schedule.accept(job("a", 300, 8).hosts(MINUTE, _ -> "host"));
        for (int ended = 1; ended <= 250; ended++) {
            assertThat(schedule.of("a")).as("running").hasSize(8);
            Held next = schedule.of("a").getFirst();
            if (ended % 10 == 0) {
                schedule.failsBy(ORIGIN, next);
            } else {
                schedule.succeeds(next, Duration.ofMillis(1));
            }
        }
    }

    /** The first two are refused while others are answered, the last one is not. */
    @Test
    void failsTheTasksThatAreLeftWhenTheyAloneAreRefused() {
        schedule.accept(job("a", 60, 4).maxAttempts(3).hosts(TEN_MINUTES, _ -> "host"));
        Set<Integer> bad = Set.of(15, 37, 56);
        settleAll("a", held -> bad.contains(held.task()));
        assertThat(schedule.now()).isBetween(SECOND.multipliedBy(30).toNanos(), MINUTE.toNanos());
        assertThat(schedule.settled("a"))
                .filteredOn(one -> one.outcome() instanceof Outcome.Failed)
                .extracting(Settlement::task)
                .containsExactlyInAnyOrderElementsOf(bad);
    }

    /** Its first attempt fails when all others are done. */
    @Test
    void failsATaskThatAloneIsNotAnswered() {
        schedule.accept(job("a", 60, 4).maxAttempts(3).hosts(TEN_MINUTES, _ -> "host"));
        settleAll("a", held -> held.task() == 15, held -> held.task() != 15);
        assertThat(schedule.now())
                .isBetween(SECOND.multipliedBy(90).toNanos(), MINUTE.multipliedBy(3).toNanos());
        assertThat(schedule.settled("a"))
                .filteredOn(one -> one.outcome() instanceof Outcome.Failed)
                .extracting(Settlement::task)
                .containsExactly(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 40, 50, 56, 58})
    void waitsForAHostThatGoesAwayForAMinuteAfterItRefusedSome(int answers) {
        schedule.accept(job("a", 60, 4).maxAttempts(3).hosts(TEN_MINUTES, _ -> "host"));
        Random random = new Random(answers);
        settleAll(
                "a",
                held -> {
                    boolean away = schedule.settled("a").size() >= answers;
                    return away && schedule.now() < MINUTE.toNanos() || random.nextInt(10) == 0;
                });
        assertThat(schedule.settled("a"))
                .allMatch(one -> one.outcome() instanceof Outcome.Succeeded);
    }

    private void settleAll(String job, Predicate<Held> refused) {
        settleAll(job, refused, _ -> true);
    }

    /**
     * Ends what runs again and again; waits 20 ms for each end, and a tick when all wait. Ends what
     * is not fast when nothing else runs.
     */
    private void settleAll(String job, Predicate<Held> refused, Predicate<Held> fast) {
        for (int step = 0; step < 10_000 && !schedule.allSettled(job); step++) {
            List<Held> running = schedule.of(job);
            schedule.pass(running.isEmpty() ? TICK : Duration.ofMillis(20));
            if (!running.isEmpty()) {
                Held first = running.stream().filter(fast).findFirst().orElse(running.getFirst());
                if (refused.test(first)) {
                    schedule.failsBy(ORIGIN, first);
                } else {
                    schedule.succeeds(first, Duration.ofMillis(1));
                }
            }
        }
        assertThat(schedule.allSettled(job)).isTrue();
    }

    @Test
    void failsATaskThatAloneIsRefused() {
        schedule.accept(job("a", 40, 4).maxAttempts(3).hosts(MINUTE, _ -> "host"));
        for (int step = 0; step < 600 && !schedule.allSettled("a"); step++) {
            for (Held held : List.copyOf(schedule.of("a"))) {
                if (held.task() == 2) {
                    schedule.failsBy(ORIGIN, held);
                } else {
                    schedule.succeeds(held, Duration.ofMillis(1));
                }
            }
            schedule.pass(TICK);
        }
        assertThat(schedule.now()).isLessThan(Duration.ofSeconds(30).toNanos());
        assertThat(schedule.settled("a"))
                .filteredOn(one -> one.outcome() instanceof Outcome.Failed)
                .extracting(Settlement::task)
                .containsExactly(2);
    }

    @Test
    void givesUpOnAHostThatStaysAwayForLongerThanTheJobWants() {
        schedule.accept(job("a", 50, 4).hosts(Duration.ofSeconds(20), _ -> "host"));
        for (int tick = 0; tick < 195; tick++) {
            refuseAll("a");
            schedule.pass(TICK);
        }
        assertThat(schedule.settled("a")).isEmpty();
        for (int tick = 0; tick < 120; tick++) {
            refuseAll("a");
            schedule.pass(TICK);
        }
        assertThat(schedule.allSettled("a")).isTrue();
        assertThat(schedule.settled("a"))
                .hasSize(50)
                .allMatch(one -> one.outcome() instanceof Outcome.Failed);
    }

    /** Each host has one task, which pauses between its tries. */
    @Test
    void givesUpOnManyHostsOfOneTaskAtTheEndOfTheJobsTime() {
        schedule.accept(job("a", 50, 8).hosts(Duration.ofSeconds(20), task -> "host" + task));
        for (int tick = 0; tick < 225; tick++) {
            refuseAll("a");
            schedule.pass(TICK);
        }
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void saysForWhichHostATaskPausesAlone() {
        schedule.accept(job("a", 1, 1).hosts(MINUTE, _ -> "host"));
        refuseAll("a");
        assertThat(schedule.waitingFor("a")).contains("host host (refused)");
    }

    @Test
    void failsATaskAtOnceWhoseHostAsksForALongPauseThatTheJobDoesNotWaitFor() {
        schedule.accept(job("a", 1, 1).maxAttempts(3).hosts(Duration.ZERO, _ -> "host"));
        schedule.failsBy(ORIGIN, schedule.only("a"), Duration.ofMinutes(2));
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void chargesEachRefusalWhereTheJobDoesNotWait() {
        schedule.accept(job("a", 4, 4).maxAttempts(2).hosts(Duration.ZERO, _ -> "host"));
        refuseAll("a");
        assertThat(schedule.settled("a")).isEmpty();
        schedule.pass(SECOND);
        refuseAll("a");
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void holdsNoTaskBackWhereTheJobDoesNotWait() {
        schedule.accept(job("a", 40, 8).maxAttempts(2).hosts(Duration.ZERO, _ -> "host"));
        refuse("a", 16);
        assertThat(schedule.of("a")).hasSize(8);
    }

    @Test
    void tellsAJobThatIsCancelledNothingMore() {
        schedule.accept(job("a", 20, 4).hosts(MINUTE, _ -> "host"));
        refuseAll("a");
        schedule.cancel("a");
        schedule.forget("a");
        schedule.pass(MINUTE);
        assertThat(schedule.schedule.board().jobs).isEmpty();
        schedule.pass(MINUTE);
        schedule.pass(SECOND);
        assertThat(schedule.schedule.board().hosts.isEmpty()).isTrue();
    }

    /** All that runs succeeds at each tick; returns the seconds until the job ends. */
    private int endsWithin(int seconds) {
        for (int tick = 0; tick < 10 * seconds; tick++) {
            if (schedule.allSettled("a")) {
                return tick / 10;
            }
            succeedAll("a");
            schedule.pass(TICK);
        }
        return seconds;
    }

    private void refuseAll(String job) {
        while (!schedule.of(job).isEmpty()) {
            schedule.failsBy(ORIGIN, schedule.of(job).getFirst());
        }
    }

    private void refuse(String job, int times) {
        for (int refused = 0; refused < times; refused++) {
            schedule.failsBy(ORIGIN, schedule.of(job).getFirst());
        }
    }

    private void succeedAll(String job) {
        List.copyOf(schedule.of(job))
                .forEach(held -> schedule.succeeds(held, Duration.ofMillis(1)));
    }
}
