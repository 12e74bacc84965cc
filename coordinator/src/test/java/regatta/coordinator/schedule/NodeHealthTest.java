package regatta.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.schedule.TestingJob.job;
import static regatta.workload.FailureSide.LINK;
import static regatta.workload.FailureSide.NODE;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import regatta.coordinator.schedule.TestingSchedule.Held;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/** Workers that fail tasks by their own fault, or do not hear, cost no task an attempt. */
class NodeHealthTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestingSchedule schedule = new TestingSchedule();

    @Test
    void takesATaskThatItsNodeFailedToAnotherNodeUncharged() {
        schedule.join("sick", 1);
        schedule.accept(job("a", 1, 1));
        schedule.join("well", 1);
        schedule.failsBy(NODE, schedule.only("a"));
        assertThat(schedule.only("a").worker()).isEqualTo("well");
        schedule.succeeds(schedule.only("a"), SECOND);
        assertThat(schedule.settled("a").getFirst().outcome())
                .isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void doesNotTakeATaskBackWhileAnotherNodeIsBusy() {
        schedule.join("well", 1);
        schedule.accept(job("long", 1, 1));
        schedule.join("sick", 1);
        schedule.accept(job("a", 1, 1));
        schedule.failsBy(NODE, schedule.only("a"));
        schedule.pass(MINUTE);
        assertThat(schedule.of("a")).isEmpty();
        schedule.succeeds(schedule.only("long"), MINUTE);
        schedule.pass(SECOND);
        assertThat(schedule.only("a").worker()).isEqualTo("well");
    }

    @Test
    void letsANodeRestThatFailedThreeTasksInARowAndThenTryOne() {
        sickWithFourSlots();
        assertThat(schedule.at("sick")).isEmpty();
        assertThat(schedule.decided(Decision.Health.class))
                .containsExactly(new Decision.Health(new WorkerId("sick"), "refused"));
        schedule.pass(Duration.ofMillis(900));
        assertThat(schedule.at("sick")).isEmpty();
        schedule.pass(Duration.ofMillis(200));
        assertThat(schedule.at("sick")).hasSize(1);
        schedule.failsBy(NODE, schedule.at("sick").getFirst());
        schedule.pass(Duration.ofMillis(1_900));
        assertThat(schedule.at("sick")).as("it rests for twice as long").isEmpty();
        schedule.pass(Duration.ofMillis(200));
        assertThat(schedule.at("sick")).hasSize(1);
    }

    @Test
    void usesANodeAgainThatDidItsPartOfOneTask() {
        sickWithFourSlots();
        schedule.pass(Duration.ofMillis(1_100));
        schedule.decided(Decision.Health.class);
        schedule.succeeds(schedule.at("sick").getFirst(), SECOND);
        assertThat(schedule.at("sick")).hasSize(4);
        assertThat(schedule.decided(Decision.Health.class))
                .containsExactly(new Decision.Health(new WorkerId("sick"), ""));
    }

    @Test
    void triesANodeAgainWhoseTrialIsHandedBack() {
        sickWithFourSlots();
        schedule.pass(Duration.ofMillis(1_100));
        schedule.returns(schedule.at("sick").getFirst());
        schedule.pass(Duration.ofMillis(200));
        assertThat(schedule.at("sick")).hasSize(1);
    }

    @Test
    void chargesATaskThatNoOtherNodeMayTake() {
        schedule.join("only", 1);
        schedule.accept(job("a", 1, 1).maxAttempts(2));
        schedule.failsBy(NODE, schedule.only("a"));
        schedule.pass(SECOND);
        schedule.failsBy(NODE, schedule.only("a"));
        assertThat(schedule.settled("a").getFirst().outcome()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void saysThatEveryNodeIsSickAndEndsTheJobWithinItsTime() {
        schedule.join("only", 4);
        schedule.accept(job("a", 10, 4).maxAttempts(100).hosts(MINUTE, _ -> ""));
        failAllAt("only");
        assertThat(schedule.waitingFor("a").orElseThrow()).contains("only rests (refused)");
        for (int second = 0; second < 100; second++) {
            failAllAt("only");
            schedule.pass(SECOND);
        }
        failAllAt("only");
        assertThat(schedule.allSettled("a")).isTrue();
        assertThat(schedule.settled("a")).hasSize(10);
    }

    @Test
    void takesTheSilenceOfAHostForTheNodesThatAnotherNodeReaches() {
        schedule.join("sick", 2);
        schedule.accept(job("a", 20, 3).hosts(MINUTE, _ -> "host"));
        schedule.join("well", 1);
        for (Held held : schedule.at("sick")) {
            schedule.failsBy(LINK, held);
        }
        for (int step = 0; step < 200 && !schedule.allSettled("a"); step++) {
            List.copyOf(schedule.at("sick")).forEach(held -> schedule.failsBy(LINK, held));
            List.copyOf(schedule.at("well")).forEach(held -> schedule.succeeds(held, SECOND));
            schedule.pass(Duration.ofMillis(100));
        }
        assertThat(schedule.settled("a")).hasSize(20);
        assertThat(schedule.settled("a"))
                .allMatch(one -> one.outcome() instanceof Outcome.Succeeded);
    }

    @Test
    void takesTheSilenceOfAHostForTheHostsThatNoNodeReaches() {
        schedule.join("x", 1);
        schedule.join("y", 1);
        schedule.accept(job("a", 2, 2).hosts(MINUTE, _ -> "host"));
        for (int step = 0; step < 20; step++) {
            schedule.pass(Duration.ofMillis(100));
            while (!schedule.of("a").isEmpty()) {
                schedule.failsBy(LINK, schedule.of("a").getFirst());
            }
        }
        assertThat(schedule.waitingFor("a").orElseThrow()).startsWith("host host");
        schedule.accept(job("b", 2, 2));
        assertThat(schedule.of("b")).as("both nodes are well").hasSize(2);
    }

    @Test
    void excusesANodeThatRestsForTheSilenceOfAHostThatNoNodeReaches() {
        schedule.join("x", 3);
        schedule.join("y", 1);
        schedule.accept(job("a", 4, 4).hosts(MINUTE, _ -> "host"));
        schedule.at("x").forEach(held -> schedule.failsBy(LINK, held));
        assertThat(schedule.decided(Decision.Health.class))
                .containsExactly(new Decision.Health(new WorkerId("x"), "refused"));
        schedule.failsBy(LINK, schedule.at("y").getFirst());
        assertThat(schedule.decided(Decision.Health.class))
                .containsExactly(new Decision.Health(new WorkerId("x"), ""));
    }

    @Test
    void doesNotTakeTheSilenceOfAHostForTheHostsThatHasAnsweredSince() {
        schedule.join("x", 3);
        schedule.join("y", 1);
        schedule.accept(job("a", 20, 4).hosts(MINUTE, _ -> "host"));
        Held unreached = schedule.at("x").getFirst();
        schedule.failsBy(LINK, unreached);
        schedule.pass(SECOND);
        schedule.succeeds(schedule.at("y").getFirst(), SECOND);
        Held again = schedule.at("y").getFirst();
        assertThat(again.task()).isEqualTo(unreached.task());
        schedule.failsBy(LINK, again);
        assertThat(schedule.of("a"))
                .as("a task that waits for its host does not run at once")
                .extracting(Held::task)
                .contains(unreached.task());
    }

    @Test
    void sendsNothingToANodeThatDoesNotHear() {
        schedule.join("deaf", 1);
        schedule.worker("deaf").unanswered = 3;
        schedule.hello("deaf");
        schedule.accept(job("a", 1, 1));
        assertThat(schedule.of("a")).isEmpty();
        assertThat(schedule.waitingFor("a").orElseThrow()).contains("hears this coordinator");
        schedule.worker("deaf").unanswered = 0;
        schedule.hello("deaf");
        assertThat(schedule.of("a")).hasSize(1);
    }

    /** A node of four slots fails three tasks in a row while another, of one slot, is well. */
    private void sickWithFourSlots() {
        schedule.join("sick", 4);
        schedule.accept(job("a", 100, 5).hosts(MINUTE, _ -> ""));
        schedule.join("well", 1);
        failAllAt("sick");
    }

    private void failAllAt(String worker) {
        while (!schedule.at(worker).isEmpty()) {
            schedule.failsBy(NODE, schedule.at(worker).getFirst());
        }
    }
}
