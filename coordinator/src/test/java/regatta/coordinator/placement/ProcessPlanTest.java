package regatta.coordinator.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import regatta.protocol.WorkerId;

class ProcessPlanTest {
    private static final WorkerId ONE = new WorkerId("one");
    private static final WorkerId TWO = new WorkerId("two");
    private static final Set<WorkerId> NONE = Set.of();

    private final ProcessPlan plan = new ProcessPlan(2, Duration.ofSeconds(60));

    @Test
    void startsAChildForEachWantedSlot() {
        assertThat(plan.review(1, NONE, 0).start()).isEqualTo(1);
    }

    @Test
    void startsNoMoreThanItsLimit() {
        assertThat(plan.review(1_000, NONE, 0).start()).isEqualTo(2);
    }

    @Test
    void holdsTheWarmNumberEvenAboveTheLimitOfDemand() {
        plan.scale(3);

        assertThat(plan.review(0, NONE, 0).start()).isEqualTo(3);
    }

    @Test
    void countsChildrenThatAreStarting() {
        plan.started(ONE, 0);

        assertThat(plan.review(2, NONE, seconds(1)).start()).isEqualTo(1);
    }

    @Test
    void drainsChildrenThatAreIdleForLong() {
        plan.started(ONE, 0);
        plan.started(TWO, 0);

        assertThat(plan.review(0, Set.of(TWO), seconds(59)).drain()).isEmpty();
        assertThat(plan.review(0, Set.of(TWO), seconds(61)).drain()).containsExactly(ONE);
        assertThat(plan.review(0, NONE, seconds(62)).drain()).isEmpty();
        assertThat(plan.review(0, NONE, seconds(122)).drain()).containsExactly(TWO);
    }

    @Test
    void replacesAnOldChildAtOnce() {
        plan.started(ONE, 0);
        plan.exited(ONE, seconds(11));

        assertThat(plan.owns(ONE)).isFalse();
        assertThat(plan.review(1, NONE, seconds(11)).start()).isEqualTo(1);
    }

    @Test
    void pausesLongerAfterEachChildThatDiesYoung() {
        dieYoung(0);
        assertThat(plan.review(1, NONE, 0).start()).isEqualTo(1);

        dieYoung(0);
        assertThat(plan.review(1, NONE, seconds(0.9)).start()).isZero();
        assertThat(plan.review(1, NONE, seconds(1)).start()).isEqualTo(1);

        dieYoung(seconds(1));
        assertThat(plan.review(1, NONE, seconds(2.9)).start()).isZero();
        assertThat(plan.review(1, NONE, seconds(3)).start()).isEqualTo(1);
    }

    @Test
    void pausesNoLongerThanHalfAMinute() {
        for (int i = 0; i < 20; i++) {
            dieYoung(0);
        }

        assertThat(plan.review(1, NONE, seconds(30)).start()).isEqualTo(1);
    }

    @Test
    void theEndOfADrainedChildIsNoFailure() {
        plan.started(ONE, 0);
        plan.review(0, NONE, seconds(61));
        plan.exited(ONE, seconds(62));
        dieYoung(seconds(62));

        assertThat(plan.review(1, NONE, seconds(62)).start()).isEqualTo(1);
    }

    private void dieYoung(long now) {
        plan.started(ONE, now);
        plan.exited(ONE, now);
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }
}
