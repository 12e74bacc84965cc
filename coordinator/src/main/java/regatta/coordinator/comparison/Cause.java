package regatta.coordinator.comparison;

import java.util.List;

/** Says in words, from the slot account, why an arm is the fastest. */
final class Cause {
    private static final double MOSTLY = 0.5;
    private static final double HARDLY = 0.1;

    private Cause() {}

    static String of(ArmSummary reference, ArmSummary use, List<ArmSummary> arms, Machine machine) {
        double waiting = reference.shares().waiting();
        if (waiting < 0) {
            return "Why cannot be told: processor time is not known.";
        }
        String where = where(reference, waiting);
        if (waiting >= MOSTLY) {
            return "%s, and %s.".formatted(where, waits(use));
        }
        if (use.equals(reference) && cheapestOverhead(arms, use) > use.taskSeconds()) {
            return "%s, and a task is so short that handing it out takes longer.".formatted(where);
        }
        return "%s: %s on %s.".formatted(where, slots(use), cores(machine.cores()));
    }

    private static String where(ArmSummary reference, double waiting) {
        String subject = "of " + reference.arm().label() + "'s running was ";
        if (waiting >= MOSTLY) {
            return percent(waiting) + " " + subject + "waiting";
        }
        String rest = waiting > HARDLY ? " (the rest waiting)" : "";
        return percent(1 - waiting) + " " + subject + "computing" + rest;
    }

    private static String waits(ArmSummary use) {
        return use.slots() == 1
                ? "one slot waits as well as many"
                : use.slots() + " slots wait at the same time";
    }

    private static double cheapestOverhead(List<ArmSummary> arms, ArmSummary use) {
        return arms.stream()
                .filter(arm -> !arm.equals(use) && arm.slots() > 1)
                .mapToDouble(ArmSummary::overheadSeconds)
                .min()
                .orElse(0);
    }

    private static String slots(ArmSummary use) {
        return use.slots() == 1 ? "1 slot" : use.slots() + " slots";
    }

    private static String cores(int cores) {
        return cores == 1 ? "1 core" : cores + " cores";
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
