package regatta.comparison.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The arms whose figures a cause is read from.
 *
 * @param reference the arm that the others are compared with
 * @param use the arm that the verdict recommends
 * @param arms all arms, in the order of the plan
 */
record Evidence(ArmSummary reference, ArmSummary use, List<ArmSummary> arms) {

    /** The fastest arm with several slots. */
    Optional<ArmSummary> parallel() {
        return severalSlots().stream().max(Comparator.comparingDouble(ArmSummary::timesFaster));
    }

    List<ArmSummary> severalSlots() {
        return arms.stream().filter(arm -> arm.slots() > 1).toList();
    }

    /** Whether every task has a slot of its own, so that further slots would stay empty. */
    boolean everyTaskHasASlot() {
        return use.slots() >= use.tasks();
    }
}
