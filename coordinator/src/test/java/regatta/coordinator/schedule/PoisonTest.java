package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/** Which task a lost worker is charged to, and when that task is taken for the cause. */
class PoisonTest {
    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void failsATaskThatTookThreeWorkersDownAndNamesIt() {
        schedule.accept(job("a", 1, 1));
        for (int worker = 1; worker <= 3; worker++) {
            assertThat(schedule.settled("a")).isEmpty();
            dieRunning("w" + worker);
        }
        Outcome.Failed failed = (Outcome.Failed) schedule.settled("a").getFirst().outcome();
        assertThat(failed.failure().kind()).isEqualTo(Failure.POISON);
        assertThat(failed.failure().message()).contains("task 0");
        assertThat(schedule.allSettled("a")).isTrue();
    }

    @Test
    void saysWhatIsToBeKeptOfATaskWhoseWorkerIsLostAndReturns() {
        schedule.accept(job("a", 2, 2));
        schedule.join("w", 2);
        schedule.starts(schedule.at("w").getFirst());
        schedule.worker("w").silent = true;
        schedule.pass(Duration.ofSeconds(11));
        assertThat(schedule.retried("a"))
                .containsExactly(
                        new Retried(0, 1, 0, 1, 0, List.of(new WorkerId("w"))),
                        new Retried(1, 1, 0, 1, 0, List.of()));
        schedule.hello("w");
        assertThat(schedule.retried("a")).containsExactly(new Retried(0, 1, 0, 1, 0, List.of()));
    }

    @Test
    void letsTheOtherTasksOfItsJobGoOn() {
        schedule.accept(job("a", 2, 1));
        for (int worker = 1; worker <= 3; worker++) {
            dieRunning("w" + worker);
        }
        schedule.join("x", 1);
        schedule.succeeds(schedule.only("a"), Duration.ofSeconds(1));
        assertThat(schedule.settled("a")).extracting(Settlement::task).containsExactly(0, 1);
    }

    @Test
    void doesNotChargeATaskThatWasNotReportedAsStarted() {
        schedule.accept(job("a", 1, 1));
        for (int worker = 1; worker <= 9; worker++) {
            schedule.join("w" + worker, 1);
            schedule.exits("w" + worker);
        }
        assertThat(schedule.settled("a")).isEmpty();
    }

    @Test
    void takesAChargeBackWhenTheWorkerReturns() {
        schedule.accept(job("a", 1, 1));
        for (int worker = 1; worker <= 9; worker++) {
            String name = "w" + worker;
            schedule.join(name, 1);
            schedule.starts(schedule.only("a"));
            schedule.worker(name).silent = true;
            schedule.pass(Duration.ofSeconds(11));
            schedule.worker(name).dies();
            schedule.hello(name);
            schedule.exits(name);
        }
        assertThat(schedule.settled("a")).isEmpty();
    }

    @Test
    void doesNotChargeForAWorkerThatLeaves() {
        schedule.accept(job("a", 1, 1));
        for (int worker = 1; worker <= 9; worker++) {
            schedule.join("w" + worker, 1);
            schedule.starts(schedule.only("a"));
            schedule.leaves("w" + worker);
        }
        assertThat(schedule.settled("a")).isEmpty();
    }

    @Test
    void takesAChargeBackWhenALostWorkerSaysGoodbye() {
        schedule.accept(job("a", 1, 1));
        for (int worker = 1; worker <= 9; worker++) {
            String name = "w" + worker;
            schedule.join(name, 1);
            schedule.starts(schedule.only("a"));
            schedule.worker(name).silent = true;
            schedule.pass(Duration.ofSeconds(11));
            schedule.leaves(name);
        }
        assertThat(schedule.settled("a")).isEmpty();
    }

    @Test
    void stillSuspectsATaskWhoseAttemptWasStopped() {
        schedule.accept(job("a", 1, 1));
        dieRunning("w");
        schedule.join("x", 1);
        assertThat(schedule.only("a").confirm()).isTrue();
        schedule.ends(schedule.only("a"), TestingSchedule.CANCELLED, Duration.ZERO);
        assertThat(schedule.only("a").confirm()).isTrue();
    }

    @Test
    void chargesNoTaskAtItsLastChanceWithALossThatItSharesWithAnother() {
        List<WorkerId> lost = List.of(new WorkerId("x"), new WorkerId("y"));
        schedule.recover(
                job("a", 2, 2), new Retried(0, 2, 0, 2, 0, lost), new Retried(1, 2, 0, 2, 0, lost));
        TestingWorker worker =
                new TestingWorker("w", SlotOffer.any(2), List.of(TestingJob.COMPUTES), true);
        for (int task = 0; task < 2; task++) {
            Held runs = new Held("w", task, "a", task, 2, false);
            worker.held.add(runs);
            worker.started.add(runs);
        }
        schedule.join(worker);
        schedule.exits("w");
        assertThat(schedule.settled("a")).isEmpty();
        assertThat(schedule.retried("a")).hasSize(2).allMatch(one -> one.lostWith().equals(lost));
    }

    @Test
    void confirmsTheStartOfASuspectAndQueuesNothingBehindIt() {
        schedule.join("w", 1);
        schedule.accept(job("a", 100, 1));
        schedule.succeeds(schedule.only("a"), Duration.ofMillis(1));
        schedule.starts(schedule.at("w").getFirst());
        schedule.exits("w");
        schedule.join("x", 1);
        assertThat(schedule.at("x")).hasSize(1).allMatch(Held::confirm);
    }

    @Test
    void suspectsWhatMayHaveBegunUnreportedBehindTheOneThatRan() {
        schedule.join("w", 1);
        schedule.accept(job("a", 1_000, 1));
        schedule.succeeds(schedule.only("a"), Duration.ofMillis(1));
        List<Held> held = schedule.at("w");
        schedule.starts(held.getFirst());
        schedule.exits("w");
        schedule.join("x", 1);
        for (Held was : held) {
            assertThat(schedule.only("a").task()).isEqualTo(was.task());
            assertThat(schedule.only("a").confirm()).isTrue();
            schedule.succeeds(schedule.only("a"), Duration.ofMillis(1));
        }
        assertThat(schedule.at("x").getFirst().confirm()).isFalse();
    }

    @Test
    void findsAnInstantKillerThatAlwaysQueuesBehindOthers() {
        schedule.accept(job("a", 100, 1));
        schedule.join("w0", 1);
        schedule.succeeds(schedule.only("a"), Duration.ofMillis(1));
        int killer = 5;
        int deaths = 0;
        for (int step = 0; step < 500 && schedule.settled("a").size() < 100; step++) {
            String worker = "w" + deaths;
            Held next = schedule.at(worker).getFirst();
            if (next.task() != killer || next.confirm()) {
                schedule.starts(next);
            }
            if (next.task() == killer) {
                schedule.exits(worker);
                schedule.join("w" + ++deaths, 1);
            } else {
                schedule.succeeds(next, Duration.ofMillis(1));
            }
        }
        assertThat(deaths).isEqualTo(4);
        assertThat(schedule.allSettled("a")).isTrue();
        assertThat(schedule.settled("a"))
                .filteredOn(one -> one.outcome() instanceof Outcome.Failed)
                .extracting(Settlement::task)
                .containsExactly(killer);
    }

    @Test
    void neverPoisonsATaskForWhatAnotherSuspectMayHaveDone() {
        schedule.accept(job("a", 2, 2));
        for (int worker = 1; worker <= 2; worker++) {
            String name = "w" + worker;
            schedule.join(name, 2);
            assertThat(schedule.at(name)).hasSize(2);
            List.copyOf(schedule.at(name)).forEach(schedule::starts);
            schedule.exits(name);
        }
        assertThat(schedule.settled("a")).isEmpty();
        schedule.join("x", 2);
        schedule.pass(Duration.ofMillis(300));
        assertThat(schedule.at("x")).as("one last chance at a time").hasSize(1);
    }

    private void dieRunning(String worker) {
        schedule.join(worker, 1);
        schedule.starts(schedule.at(worker).getFirst());
        schedule.exits(worker);
    }
}
