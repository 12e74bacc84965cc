package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.JobId;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/** Jobs that an earlier coordinator left unfinished, and a store that is slower than workers. */
class RecoverTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long NEVER = -1;

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void runsOnlyWhatWasNotSettled() {
        schedule.join("w", 1);
        schedule.recover(job("a", 3, 1), NEVER, settled(0, "old"), settled(2, "old"));
        schedule.resume("a");
        Held rest = schedule.only("a");
        assertThat(rest.task()).isEqualTo(1);
        schedule.succeeds(rest, SECOND);
        assertThat(schedule.allSettled("a")).isTrue();
        assertThat(schedule.settled("a")).extracting(Settlement::task).containsExactly(1);
    }

    @Test
    void dispatchesNothingUntilItIsResumed() {
        schedule.join("w", 1);
        schedule.recover(job("a", 1, 1), NEVER);
        schedule.pass(SECOND);
        assertThat(schedule.of("a")).isEmpty();
        assertThat(schedule.schedule.waitingFor(new JobId("a")))
                .contains("workers of pool cluster to say what they still run of it");
        schedule.resume("a");
        assertThat(schedule.of("a")).hasSize(1);
    }

    @Test
    void adoptsWhatRunsWhileOthersAreFree() {
        schedule.join("free", 1);
        schedule.recover(job("a", 1, 1), NEVER);
        TestingWorker worker = worker("w");
        Held running = new Held("w", 0, "a", 0, 1, false);
        worker.held.add(running);
        worker.started.add(running);
        schedule.join(worker);
        schedule.resume("a");
        schedule.pass(SECOND);
        assertThat(schedule.at("free")).isEmpty();
        schedule.succeeds(running, SECOND);
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void stopsWhatWasSettledBefore() {
        schedule.recover(job("a", 2, 1), NEVER, settled(0, "w"));
        TestingWorker worker = worker("w");
        worker.held.add(new Held("w", 0, "a", 0, 1, false));
        schedule.join(worker);
        assertThat(schedule.decided(Decision.Cancel.class)).hasSize(1);
    }

    @Test
    void accountsForWhatWasSettledBefore() {
        schedule.join("w", 1);
        schedule.recover(job("a", 3, 1), SECOND.toNanos(), settled(0, "old"), settled(1, "other"));
        schedule.resume("a");
        schedule.pass(SECOND);
        schedule.succeeds(schedule.only("a"), SECOND);
        RunReport report =
                schedule.schedule.runReport(new JobId("a"), "cluster", false).orElseThrow();
        assertThat(report.attempts()).isEqualTo(3);
        assertThat(report.wallSeconds()).isEqualTo(2);
        assertThat(report.workers())
                .extracting(RunReport.WorkerShare::worker)
                .containsExactly("old", "other", "w");
    }

    @Test
    void dispatchesNothingWhileItPauses() {
        schedule.join("w", 1);
        schedule.schedule.pause(true);
        schedule.accept(job("a", 1, 1));
        schedule.pass(SECOND);
        assertThat(schedule.of("a")).isEmpty();
        schedule.schedule.pause(false);
        schedule.pass(SECOND);
        assertThat(schedule.of("a")).hasSize(1);
    }

    private static Settlement settled(int task, String worker) {
        return new Settlement(
                task, 1, new WorkerId(worker), TestingSchedule.SUCCESS, 1, 2, 3, 4, 5);
    }

    private static TestingWorker worker(String name) {
        return new TestingWorker(
                name, SlotOffer.any(1), List.of(TestingJob.COMPUTES, TestingJob.WAITS), true);
    }
}
