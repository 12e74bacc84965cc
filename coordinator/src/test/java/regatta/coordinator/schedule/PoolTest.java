package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.COMPUTES;
import static regatta.coordinator.schedule.TestingJob.WAITS;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/** Which slots a job may use, how workers leave, and what a job says that it waits for. */
class PoolTest {
    private static final SlotOffer NODE = new SlotOffer(0, 2, 4);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void forgetsTheOldestOfThoseThatAreGoneForAnother() {
        for (int i = 0; i < 1_000; i++) {
            schedule.join("w" + i, 1);
        }
        SlotOffer one = SlotOffer.any(1);
        assertThat(schedule.schedule.hasRoom(new WorkerId("w0"), one)).isTrue();
        assertThat(schedule.schedule.hasRoom(new WorkerId("new"), one)).isFalse();
        schedule.schedule.left(new WorkerId("w7"), 1);
        assertThat(schedule.schedule.hasRoom(new WorkerId("new"), one)).isTrue();
        assertThat(schedule.schedule.knows(new WorkerId("w7"))).isFalse();
    }

    @Test
    void takesOnlySoManySlots() {
        for (int i = 0; i < 62; i++) {
            schedule.join("w" + i, SlotOffer.MAX);
        }
        assertThat(schedule.schedule.hasRoom(new WorkerId("new"), SlotOffer.any(2_048))).isTrue();
        assertThat(schedule.schedule.hasRoom(new WorkerId("new"), SlotOffer.any(2_049))).isFalse();
    }

    @Test
    void keepsComputingAndWaitingApartOnANode() {
        schedule.join("node", NODE, COMPUTES, WAITS);
        schedule.accept(job("computes", 100, 64));
        schedule.accept(job("waits", 100, 64).waiting());
        assertThat(schedule.of("computes")).extracting(Held::slot).containsExactlyInAnyOrder(0, 1);
        assertThat(schedule.of("waits"))
                .extracting(Held::slot)
                .containsExactlyInAnyOrder(2, 3, 4, 5);
    }

    @Test
    void takesSlotsForAnythingLast() {
        schedule.join("w", new SlotOffer(1, 1, 0), COMPUTES);
        schedule.accept(job("a", 1, 1));
        assertThat(schedule.only("a").slot()).isOne();
        schedule.accept(job("b", 1, 1));
        assertThat(schedule.only("b").slot()).isZero();
    }

    @Test
    void givesAWorkerOnlyKindsThatItCanRun() {
        schedule.join("w", SlotOffer.any(2), COMPUTES);
        schedule.accept(job("waits", 1, 1).waiting());
        assertThat(schedule.of("waits")).isEmpty();
        assertThat(schedule.waitingFor("waits"))
                .hasValue("no worker in pool cluster can run download");
        schedule.join("x", SlotOffer.any(1), COMPUTES, WAITS);
        assertThat(schedule.only("waits").worker()).isEqualTo("x");
    }

    @Test
    void givesNothingToAWorkerThatDoesNotHearTheCoordinator() {
        TestingWorker unheard = new TestingWorker("w", SlotOffer.any(1), List.of(COMPUTES), true);
        unheard.welcomed = false;
        schedule.join(unheard);
        schedule.accept(job("a", 1, 1));
        schedule.pass(Duration.ofSeconds(30));
        assertThat(schedule.decided(Decision.Run.class)).isEmpty();
        assertThat(schedule.schedule.workers()).isEmpty();
        assertThat(schedule.waitingFor("a"))
                .hasValue("no worker in pool cluster that hears this coordinator");
        unheard.welcomed = true;
        schedule.hello("w");
        assertThat(schedule.only("a").worker()).isEqualTo("w");
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.JOINED);
    }

    @Test
    void drainsAWorkerThatDoesNotHearTheCoordinatorYet() {
        TestingWorker unheard = new TestingWorker("w", SlotOffer.any(1), List.of(COMPUTES), true);
        unheard.welcomed = false;
        unheard.draining = true;
        schedule.join(unheard);
        unheard.welcomed = true;
        schedule.hello("w");
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.DRAINING);
    }

    @Test
    void saysThatAJobWaitsForASlot() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        schedule.accept(job("b", 1, 1));
        assertThat(schedule.waitingFor("b")).hasValue("a free slot in pool cluster");
    }

    @Test
    void saysNothingOfAJobThatIsOver() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1, 1));
        schedule.succeeds(schedule.only("a"), Duration.ofSeconds(1));
        assertThat(schedule.waitingFor("a")).isEmpty();
    }

    @Test
    void countsTheSlotsThatItsJobsCouldUse() {
        schedule.accept(job("wide", 3, 64));
        schedule.accept(job("long", 1_000, 2));
        assertThat(schedule.schedule.wantedSlots("cluster")).isEqualTo(5);
        schedule.join("w", 1);
        schedule.succeeds(schedule.of("wide").getFirst(), Duration.ofSeconds(1));
        assertThat(schedule.schedule.wantedSlots("cluster")).isEqualTo(4);
        assertThat(schedule.schedule.wantedSlots("other")).isZero();
    }

    @Test
    void givesADrainingWorkerNothingNew() {
        schedule.join("w", 1);
        schedule.accept(job("a", 10, 1));
        schedule.drain("w");
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.DRAINING);
        schedule.succeeds(schedule.only("a"), Duration.ofSeconds(1));
        assertThat(schedule.of("a")).isEmpty();
        assertThat(schedule.waitingFor("a")).hasValue("no worker in pool cluster");
        schedule.leaves("w");
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.LEFT);
    }

    @Test
    void runsElsewhereWhatADrainingWorkerHandsBack() {
        schedule.join("w", 1);
        schedule.accept(job("a", 20, 2));
        schedule.succeeds(schedule.only("a"), Duration.ofMillis(1));
        schedule.drain("w");
        List<Held> waiting = schedule.at("w").subList(1, 9);
        schedule.returns(waiting.toArray(Held[]::new));
        schedule.join("x", 1);
        assertThat(schedule.at("x"))
                .isNotEmpty()
                .allMatch(held -> held.attempt() == 1 && !held.confirm());
    }

    @Test
    void tellsAWorkerToDrainUntilItDoes() {
        schedule.join("w", 1);
        schedule.worker("w").deaf = true;
        schedule.drain("w");
        schedule.decided(Decision.Drain.class);
        schedule.pass(Duration.ofSeconds(2));
        assertThat(schedule.decided(Decision.Drain.class)).hasSize(2);
        schedule.worker("w").draining = true;
        schedule.pass(Duration.ofSeconds(2));
        assertThat(schedule.decided(Decision.Drain.class)).isEmpty();
    }

    @Test
    void remembersThatAWorkerDrainsWhenItIsLostAndReturns() {
        schedule.join("w", 1);
        schedule.worker("w").deaf = true;
        schedule.drain("w");
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofSeconds(11));
        schedule.hello("w");
        assertThat(schedule.state("w")).isEqualTo(WorkerView.State.DRAINING);
    }

    @Test
    void countsAsDrainingAWorkerThatSaysSoItself() {
        schedule.join("w", 1);
        schedule.worker("w").draining = true;
        schedule.hello("w");
        schedule.accept(job("a", 1, 1));
        assertThat(schedule.of("a")).isEmpty();
    }
}
