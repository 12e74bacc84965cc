package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.SlotOffer;

/** When a worker counts as lost, and what becomes of what it held. */
class WorkerLossTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void keepsAWorkerThatSaysHello() {
        schedule.join("w", 1);
        schedule.pass(Duration.ofMinutes(5));
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.JOINED);
    }

    @Test
    void losesASilentWorkerWhenItsLeaseRunsOut() {
        schedule.join("w", 1);
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofSeconds(10));
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.JOINED);
        schedule.pass(Duration.ofMillis(100));
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.LOST);
        assertThat(schedule.decided(Decision.Lost.class))
                .extracting(Decision.Lost::how)
                .containsExactly("its lease ran out");
    }

    @Test
    void renewsTheLeaseWithEachReport() {
        schedule.join("w", 1);
        schedule.accept(job("a", 100, 1));
        schedule.worker("w").silent = true;
        for (int task = 0; task < 10; task++) {
            schedule.pass(Duration.ofSeconds(9));
            schedule.succeeds(schedule.only("a"), SECOND);
        }
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.JOINED);
    }

    @Test
    void neverLosesAWorkerWithoutALeaseForItsSilence() {
        schedule.join(
                new TestingWorker("w", SlotOffer.any(1), List.of(TestingJob.COMPUTES), false));
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofHours(1));
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.JOINED);
    }

    @Test
    void subtractsTheCoordinatorsOwnFreezesFromALease() {
        schedule.join("w", 1);
        schedule.pass(SECOND);
        schedule.freeze(Duration.ofSeconds(60));
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.JOINED);
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofMillis(10_200));
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.LOST);
    }

    @Test
    void losesAWorkerAtOnceWhenItsJvmEnds() {
        schedule.join("w", 1);
        schedule.accept(job("a", 2, 1));
        schedule.join("x", 1);
        schedule.exits("w");
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.LOST);
        assertThat(schedule.at("x")).extracting(Held::task).containsExactly(0);
    }

    @Test
    void doesNotBelieveAHelloOfAJvmThatEnded() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        schedule.exits("w");
        schedule.hello("w");
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.LOST);
        assertThat(schedule.of("a")).isEmpty();
    }

    @Test
    void runsTheTasksOfALostWorkerAheadOfWhatWaits() {
        schedule.join("w", 2);
        schedule.accept(job("a", 100, 4));
        schedule.exits("w");
        schedule.join("x", 2);
        assertThat(schedule.at("x"))
                .extracting(Held::task, Held::attempt)
                .containsExactlyInAnyOrder(tuple(0, 2), tuple(1, 2));
    }

    @Test
    void usesAWorkerThatReturnsAndAdoptsWhatItStillRuns() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        Held held = schedule.only("a");
        schedule.starts(held);
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofSeconds(11));
        assertThat(schedule.waitingFor("a")).isPresent();
        schedule.hello("w");
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.JOINED);
        assertThat(schedule.waitingFor("a")).isEmpty();
        schedule.succeeds(held, Duration.ofSeconds(12));
        assertThat(schedule.settled("a")).extracting(Settlement::attempts).containsExactly(1);
    }

    @Test
    void stopsOnAReturningWorkerWhatWasCancelledMeanwhile() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        Held old = schedule.only("a");
        schedule.starts(old);
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofSeconds(11));
        schedule.cancel("a");
        schedule.accept(job("b", 1, 1));
        schedule.hello("w");
        assertThat(schedule.decided(Decision.Cancel.class))
                .extracting(cancel -> cancel.worker().value())
                .containsExactly("w");
        assertThat(schedule.of("b")).as("the slot is taken until the old attempt ends").isEmpty();
        schedule.ends(old, TestingSchedule.CANCELLED, SECOND);
        assertThat(schedule.only("b").worker()).isEqualTo("w");
    }

    @Test
    void forgetsTheOldestOfAThousandLostWorkers() {
        for (int i = 0; i < 1_100; i++) {
            schedule.join("w" + i, 1);
            schedule.exits("w" + i);
        }
        assertThat(schedule.schedule.workers()).hasSize(1_000);
        assertThat(schedule.schedule.workers().getFirst().id()).isEqualTo("w100");
    }

    @Test
    void countsNoAttemptThatOnlyWaitedThere() {
        schedule.join("w", 1);
        schedule.accept(job("a", 5, 1));
        schedule.succeeds(schedule.only("a"), Duration.ofMillis(1));
        assertThat(schedule.at("w")).hasSize(4);
        schedule.join("x", 1);
        schedule.exits("w");
        while (!schedule.allSettled("a")) {
            Held next = schedule.at("x").getFirst();
            if (next.confirm()) {
                schedule.starts(next);
            }
            schedule.succeeds(next, Duration.ofMillis(1));
        }
        assertThat(schedule.settled("a"))
                .extracting(Settlement::task, Settlement::attempts)
                .containsExactlyInAnyOrder(
                        tuple(0, 1), tuple(1, 2), tuple(2, 1), tuple(3, 1), tuple(4, 1));
    }
}
