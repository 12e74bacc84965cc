package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.JobId;

/** A cancelled job ends at once; its slots come free as its attempts stop. */
class CancelTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void stopsWhatRunsAndForgetsWhatWaits() {
        schedule.join("w", 2);
        schedule.accept(job("a", 100, 2));
        schedule.cancel("a");
        assertThat(schedule.decided(Decision.Cancel.class).getFirst().attempts().attempts())
                .hasSize(2);
        schedule.of("a").forEach(held -> schedule.ends(held, TestingSchedule.CANCELLED, SECOND));
        assertThat(schedule.of("a")).isEmpty();
        assertThat(schedule.settled("a")).isEmpty();
        assertThat(schedule.allSettled("a")).isFalse();
    }

    @Test
    void mayBeSaidTwice() {
        schedule.join("w", 1);
        schedule.accept(job("a", 100, 2));
        schedule.cancel("a");
        schedule.decided(Decision.Cancel.class);
        schedule.cancel("a");
        schedule.cancel("unknown");
        assertThat(schedule.decided(Decision.Cancel.class)).isEmpty();
    }

    @Test
    void keepsItsSlotUntilItsAttemptStopsWhateverTheWorkerSaysMeanwhile() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        Held held = schedule.only("a");
        schedule.starts(held);
        schedule.accept(job("b", 1, 1));
        schedule.cancel("a");
        schedule.pass(Duration.ofSeconds(3));
        assertThat(schedule.of("b")).isEmpty();
        schedule.ends(held, TestingSchedule.CANCELLED, SECOND);
        assertThat(schedule.of("b")).hasSize(1);
    }

    @Test
    void repeatsACancelThatMayBeLost() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        schedule.starts(schedule.only("a"));
        schedule.cancel("a");
        schedule.decided(Decision.Cancel.class);
        schedule.pass(SECOND);
        assertThat(schedule.decided(Decision.Cancel.class)).hasSize(1);
    }

    @Test
    void dropsAnOutcomeThatRacedIt() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        Held held = schedule.only("a");
        schedule.cancel("a");
        schedule.succeeds(held, SECOND);
        assertThat(schedule.settled("a")).isEmpty();
    }

    @Test
    void comesTooLateForAJobThatIsSettled() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        schedule.succeeds(schedule.only("a"), SECOND);
        schedule.cancel("a");
        assertThat(schedule.allSettled("a")).isTrue();
        assertThat(schedule.decided(Decision.Cancel.class)).isEmpty();
    }

    @Test
    void leavesAReportUntilTheJobIsForgotten() {
        schedule.join("w", 1);
        schedule.accept(job("a", 2, 1));
        schedule.succeeds(schedule.only("a"), SECOND);
        Held held = schedule.only("a");
        schedule.cancel("a");
        schedule.ends(held, TestingSchedule.CANCELLED, SECOND);
        JobId id = new JobId("a");
        assertThat(schedule.schedule.runReport(id, "cluster", false).orElseThrow().attempts())
                .isEqualTo(2);
        schedule.forget("a");
        assertThat(schedule.schedule.runReport(id, "cluster", false)).isEmpty();
        assertThat(schedule.schedule.board().pool("cluster").isIdle()).isTrue();
    }

    @Test
    void writesASlotOffWhenAnAttemptIgnoresIt() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        schedule.starts(schedule.only("a"));
        schedule.cancel("a");
        schedule.pass(Duration.ofSeconds(7));
        assertThat(schedule.decided(Decision.WriteOff.class)).hasSize(1);
    }
}
