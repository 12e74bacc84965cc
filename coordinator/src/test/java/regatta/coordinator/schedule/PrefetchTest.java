package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import regatta.protocol.WorkerEvent;

/** How much waits behind the attempt that runs. */
class PrefetchTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void isNothingBeforeTheFirstMeasurement() {
        schedule.join("w", 2);
        schedule.accept(job("a", 1_000, 8));
        assertThat(schedule.at("w", 0)).hasSize(1);
        assertThat(schedule.at("w", 1)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "201000, 1",
        "199000, 4",
        "49000, 13",
        "8000, 76",
        "6000, 101",
        "1000, 601",
        "0, 1025"
    })
    void isSizedFromTheMeasuredRunTime(long micros, int held) {
        schedule.join("w", 1);
        schedule.accept(job("a", 100_000, 1));
        schedule.succeeds(schedule.only("a"), Duration.ofNanos(micros * 1_000));
        assertThat(schedule.at("w")).hasSize(held);
    }

    @Test
    void isSizedForEachJobAlone() {
        schedule.join("w", 2);
        schedule.accept(job("short", 1_000, 1));
        schedule.accept(job("long", 1_000, 1));
        schedule.succeeds(schedule.of("short").getFirst(), MILLI);
        schedule.succeeds(schedule.of("long").getFirst(), Duration.ofSeconds(1));
        assertThat(schedule.of("short")).hasSize(201);
        assertThat(schedule.of("long")).hasSize(1);
    }

    @Test
    void isAtMostAThousandAndTwentyFourAtOneWorkerWhateverItsJobs() {
        schedule.join("w", 4);
        schedule.accept(job("a", 100_000, 2));
        schedule.accept(job("b", 100_000, 2));
        for (int round = 0; round < 3_000; round++) {
            schedule.succeeds(schedule.at("w", round % 4).getFirst(), Duration.ZERO);
            assertThat(schedule.at("w").size()).isLessThanOrEqualTo(4 + 1_024);
        }
        assertThat(schedule.at("w").size()).isGreaterThan(1_024 / WorkerEvent.LOW_WATER);
    }

    @Test
    void isAtMostASlotsShareOfWhatIsLeft() {
        schedule.join("w", 2);
        schedule.accept(job("a", 101, 2));
        schedule.succeeds(schedule.at("w", 0).getFirst(), MILLI);
        assertThat(schedule.at("w", 0)).hasSize(51);
        schedule.succeeds(schedule.at("w", 1).getFirst(), MILLI);
        assertThat(schedule.at("w", 1)).hasSize(48);
    }

    @Test
    void isNotShownAsRunning() {
        schedule.join("w", 2);
        schedule.accept(job("a", 200, 2));
        schedule.succeeds(schedule.of("a").getFirst(), MILLI);
        assertThat(schedule.unsettled("a")).hasSize(schedule.of("a").size());
        assertThat(schedule.unsettled("a"))
                .filteredOn(Schedule.Unsettled::running)
                .hasSize(schedule.running("a"))
                .allMatch(task -> task.attempts() == 1 && task.worker() != null);
        assertThat(schedule.unsettled("a"))
                .filteredOn(task -> !task.running())
                .hasSizeGreaterThan(50)
                .allMatch(task -> task.attempts() == 0 && task.worker() == null);
    }

    @Test
    void isToppedUpWhenAQuarterOfItIsLeft() {
        schedule.join("w", 1);
        schedule.accept(job("a", 100_000, 1));
        schedule.succeeds(schedule.only("a"), MILLI);
        schedule.decided(Decision.Run.class);
        for (int ended = 1; ended <= 449; ended++) {
            schedule.succeeds(schedule.at("w").getFirst(), MILLI);
            assertThat(schedule.decided(Decision.Run.class)).isEmpty();
        }
        schedule.succeeds(schedule.at("w").getFirst(), MILLI);
        assertThat(schedule.decided(Decision.Run.class)).hasSize(1);
        assertThat(schedule.at("w")).hasSize(601);
    }

    @Test
    void givesEverySlotOneBeforeAnyGetsASecond() {
        schedule.join("w", 1);
        schedule.accept(job("a", 5, 8));
        schedule.succeeds(schedule.only("a"), Duration.ofMinutes(1));
        schedule.join("x", 3);
        assertThat(schedule.of("a")).hasSize(4);
        assertThat(schedule.at("x")).extracting(TestingSchedule.Held::slot).doesNotHaveDuplicates();
    }

    @Test
    void followsWhatTheTasksBecome() {
        schedule.join("w", 1);
        schedule.accept(job("a", 100_000, 1));
        schedule.succeeds(schedule.only("a"), MILLI);
        for (int task = 0; task < 700; task++) {
            schedule.succeeds(schedule.at("w").getFirst(), Duration.ofSeconds(1));
        }
        assertThat(schedule.at("w")).hasSize(1);
    }

    @Test
    void sendsABatchForEachWorkerAndJob() {
        schedule.join("w", 2);
        schedule.join("x", 2);
        schedule.accept(job("a", 100, 4));
        assertThat(schedule.decided(Decision.Run.class))
                .extracting(run -> run.attempts().size())
                .containsExactly(2, 2);
    }
}
