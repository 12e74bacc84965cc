package regatta.comparison.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which arm tells what part of running is waiting for something else than a core. */
final class Waiting {
    /** Below this part of all cores nobody queues for one. */
    private static final double IDLE = 0.5;

    private Waiting() {}

    /**
     * The reference (its label) or else the arm with the fewest slots: one whose slots had a core
     * each, hardly waited, or left the cores idle half of the time. With more slots that compute,
     * running is in part waiting for a core. Empty where there is none, or processor time is not
     * known.
     */
    static Optional<ArmSummary> toldBy(String reference, List<ArmSummary> arms) {
        return Stream.concat(
                        arms.stream().filter(arm -> arm.arm().label().equals(reference)),
                        arms.stream().sorted(Comparator.comparingInt(ArmSummary::slots)))
                .filter(arm -> arm.shares().waiting() >= 0)
                .filter(arm -> arm.slots() <= arm.cores() || isClear(arm))
                .findFirst();
    }

    /** The part that it tells; −1 where it cannot be told. */
    static double share(String reference, List<ArmSummary> arms) {
        return toldBy(reference, arms).map(arm -> arm.shares().waiting()).orElse(-1.0);
    }

    private static boolean isClear(ArmSummary arm) {
        double waiting = arm.shares().waiting();
        return waiting < Cause.HARDLY || arm.slots() * (1 - waiting) <= IDLE * arm.cores();
    }
}
