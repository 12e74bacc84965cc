package regatta.comparison.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The arms whose figures show the cause of a verdict.
 *
 * @param reference the arm with which the other arms are compared
 * @param use the arm that the verdict recommends
 * @param arms all arms, in the order of the plan
 */
record Evidence(ArmSummary reference, ArmSummary use, List<ArmSummary> arms) {

    /** Returns the fastest arm with several slots; empty if no arm has several slots. */
    Optional<ArmSummary> parallel() {
        return severalSlots().stream().max(Comparator.comparingDouble(ArmSummary::timesFaster));
    }

    List<ArmSummary> severalSlots() {
        return arms.stream().filter(arm -> arm.slots() > 1).toList();
    }

    /**
     * Returns whether every task of the recommended arm has its own slot, so that more slots would
     * stay empty.
     */
    boolean everyTaskHasASlot() {
        return use.slots() >= use.tasks();
    }
}
