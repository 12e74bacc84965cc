package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Drives the {@link Schedule} through random histories of workers, jobs and faults, and of
 * coordinators that die, recover from what was kept, and go on beside the next, and holds it to its
 * promises after every event.
 *
 * <p>{@code -Dregatta.simulation.histories=1000000} plays more than the usual ten thousand, {@code
 * -Dregatta.simulation.seed=N} that one history alone. Each history follows from its seed; the
 * message of a failure ends with what happened last in it.
 */
class ScheduleSimulationTest {
    private static final String HISTORIES = "regatta.simulation.histories";
    private static final String SEED = "regatta.simulation.seed";

    @Test
    void keepsItsPromisesInRandomHistories() {
        Long seed = Long.getLong(SEED);
        long first = seed == null ? 0 : seed;
        long count = seed == null ? Long.getLong(HISTORIES, 10_000) : 1;
        Simulation.Tally all = new Simulation.Tally();
        // Every other history is busy: its seed is negative.
        Optional<Long> broken =
                LongStream.range(first, first + count)
                        .map(each -> seed != null || each % 2 == 0 ? each : -each)
                        .parallel()
                        .filter(each -> breaks(each, all))
                        .boxed()
                        .findFirst();
        broken.ifPresent(ScheduleSimulationTest::fail);
        if (seed == null) {
            assertThat(all.recalls).as("recalls").isPositive();
            assertThat(all.losses).as("lost workers").isPositive();
            assertThat(all.writeOffs).as("slots written off").isPositive();
            assertThat(all.poisoned).as("poison").isPositive();
            assertThat(all.late).as("late outcomes").isPositive();
            assertThat(all.restarts).as("coordinators that died").isPositive();
            assertThat(all.takeovers).as("coordinators that were replaced").isPositive();
            assertThat(all.fenced).as("commands of an old epoch").isPositive();
        }
    }

    @Test
    void keepsItsPromisesWhenNodesWithTasksOfFewKeysReturn() {
        Optional<Long> broken =
                LongStream.range(0, 10_000)
                        .parallel()
                        .filter(ReturningNodesHistory::breaks)
                        .boxed()
                        .findFirst();
        broken.ifPresent(seed -> ReturningNodesHistory.play(seed, new Trace(true)));
    }

    @Test
    void keepsItsPromisesWhenNodesAreSickAndHostsRefuse() {
        Optional<Long> broken =
                LongStream.range(0, 5_000)
                        .parallel()
                        .filter(SharedCausesHistory::breaks)
                        .boxed()
                        .findFirst();
        broken.ifPresent(seed -> SharedCausesHistory.play(seed, new Trace(true)));
    }

    /** Seeds that once broke a promise. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                2, 45, 67, 139, 250, 425, 585, 719, 879, 1_623, 4_878, 5_787, 7_498, 10_494, 17_784,
                190_208, 201_690, -59_297, -114_815, 414_572, -499_277
            })
    void keepsThePromisesThatItOnceBroke(long seed) {
        if (breaks(seed, new Simulation.Tally())) {
            fail(seed);
        }
    }

    private static boolean breaks(long seed, Simulation.Tally all) {
        try {
            Simulation.Tally tally = History.play(seed, new Trace(false));
            synchronized (all) {
                all.add(tally);
            }
            return false;
        } catch (AssertionError | RuntimeException _) {
            return true;
        }
    }

    /** Plays it again and tells what led to the failure. */
    private static void fail(long seed) {
        Trace trace = new Trace(true);
        try {
            History.play(seed, trace);
        } catch (AssertionError | RuntimeException failure) {
            String again = "seed " + seed + ", again with -D" + SEED + "=" + seed;
            throw new AssertionError(failure.getMessage() + "\n" + again + "\n" + trace, failure);
        }
        throw new AssertionError("seed " + seed + " breaks a promise now and then");
    }
}
