package regatta.comparison.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why an arm is the fastest, told from the slot account of the reference and of the fastest arm
 * with several slots.
 *
 * @param because a sentence without its full stop
 * @param change what would make another arm, or the same one, faster: a sentence; empty where that
 *     cannot be told
 */
public record Cause(Kind kind, String because, String change) {
    /** What decides; the first that applies. */
    public enum Kind {
        /** Processor time is not known. */
        UNKNOWN,
        /** One task takes half of the time or more. */
        ONE_HUGE_TASK,
        /** Handing a task out takes longer than the task. */
        SMALL_TASKS,
        /** Slots have nothing left while the longest tasks still run. */
        UNEVEN_TASKS,
        /** Tasks wait for something else than a processor. */
        WAITING,
        /** Tasks wait for a good part, and compute for the rest. */
        MIXED,
        /** Side by side, tasks that compute wait for each other. */
        LOCK_BOUND,
        /** Side by side, tasks take more processor time than one after the other. */
        MEMORY_BOUND,
        /** Tasks compute. */
        COMPUTING
    }

    /** Its tasks wait for each other whatever they do. */
    private static final String ONE_THREAD = "async";

    private static final double HUGE = 0.5;
    static final double MOSTLY = 0.8;
    static final double HARDLY = 0.2;
    private static final double MENTIONED = 0.1;
    private static final double DRAINED = 0.15;
    private static final double LONG = 2;

    /** A slot that is free for so much of the time waits for tasks more than it runs them. */
    private static final double STARVED = 0.4;

    private static final double HELD_UP = 0.3;
    private static final double MORE_CPU = 1.3;

    static Cause of(ArmSummary reference, ArmSummary use, List<ArmSummary> arms) {
        Optional<ArmSummary> toldBy = Waiting.toldBy(reference.arm().label(), arms);
        if (toldBy.isEmpty()) {
            return unknown(reference);
        }
        ArmSummary told = toldBy.orElseThrow();
        Optional<ArmSummary> parallel =
                arms.stream()
                        .filter(arm -> arm.slots() > 1)
                        .max(Comparator.comparingDouble(ArmSummary::timesFaster));
        return hugeTask(reference)
                .or(() -> smallTasks(reference, arms, told))
                .or(() -> parallel.flatMap(arm -> unevenTasks(reference, arm)))
                .or(() -> waits(told, use))
                .or(() -> lock(reference, arms))
                .or(() -> parallel.flatMap(arm -> memory(reference, arm)))
                .orElseGet(() -> computes(told, use));
    }

    private static Cause unknown(ArmSummary reference) {
        return reference.shares().waiting() < 0
                ? new Cause(Kind.UNKNOWN, "Why cannot be told: processor time is not known", "")
                : new Cause(
                        Kind.UNKNOWN,
                        "Why cannot be told: every arm had more slots than there are cores, and"
                                + " running is in part waiting for one",
                        "Comparing with batch would tell.");
    }

    private static Optional<Cause> hugeTask(ArmSummary reference) {
        double share = reference.longestSeconds() / (reference.taskSeconds() * reference.tasks());
        if (reference.tasks() < 2 || !(share >= HUGE)) {
            return Optional.empty();
        }
        return Optional.of(
                new Cause(
                        Kind.ONE_HUGE_TASK,
                        "One of %d tasks took %s of the time, and no slot can help another"
                                .formatted(reference.tasks(), percent(share)),
                        "Splitting that task would change this."));
    }

    private static Optional<Cause> smallTasks(
            ArmSummary reference, List<ArmSummary> arms, ArmSummary told) {
        double waiting = told.shares().waiting();
        List<ArmSummary> others = arms.stream().filter(arm -> arm.slots() > 1).toList();
        boolean dear =
                others.stream().allMatch(arm -> arm.overheadSeconds() > reference.taskSeconds());
        boolean useless = others.stream().allMatch(arm -> missesHalf(arm, waiting));
        boolean hardlyRan = reference.shares().starved() >= STARVED;
        if (others.isEmpty() || !dear || !(useless || hardlyRan)) {
            return Optional.empty();
        }
        return Optional.of(
                new Cause(
                        Kind.SMALL_TASKS,
                        where(told) + ", and a task is so short that handing it out takes longer",
                        "Fewer, longer tasks would make more slots pay."));
    }

    /** Whether several slots brought less than half of what they could bring. */
    private static boolean missesHalf(ArmSummary arm, double waiting) {
        int useful = waiting >= MOSTLY ? arm.slots() : Math.min(arm.slots(), arm.cores());
        return arm.timesFaster() < 1 + (useful - 1) / 2.0 || useful == 1;
    }

    private static Optional<Cause> unevenTasks(ArmSummary reference, ArmSummary arm) {
        double times = reference.longestSeconds() / reference.taskSeconds();
        if (arm.shares().drained() < DRAINED || !(times >= LONG)) {
            return Optional.empty();
        }
        return Optional.of(
                new Cause(
                        Kind.UNEVEN_TASKS,
                        ("The slots of %s had nothing left for %s of the time: the longest task"
                                        + " took %s times the mean")
                                .formatted(
                                        arm.arm().label(),
                                        percent(arm.shares().drained()),
                                        String.format(Locale.ROOT, "%.1f", times)),
                        "Splitting the longest tasks would make more slots pay."));
    }

    private static Optional<Cause> waits(ArmSummary told, ArmSummary use) {
        double waiting = told.shares().waiting();
        if (waiting < HARDLY) {
            return Optional.empty();
        }
        String at = use.slots() == 1 ? "one slot waits" : use.slots() + " slots wait";
        String where = where(told);
        if (waiting >= MOSTLY) {
            String same = use.slots() == 1 ? " as well as many" : " at the same time";
            return Optional.of(
                    new Cause(
                            Kind.WAITING,
                            where + ", and " + at + same,
                            "More slots would help for as long as what is waited for keeps up."));
        }
        return Optional.of(
                new Cause(
                        Kind.MIXED,
                        "%s and the rest computing: %s while %s"
                                .formatted(where, at, computing(use)),
                        "More slots would help until the cores are busy all the time."));
    }

    private static String computing(ArmSummary use) {
        return use.cores() == 1 ? "1 core computes" : use.cores() + " cores compute";
    }

    /**
     * Tasks that wait for nothing when they run alone, but do so beside others although there is a
     * core for each. Where others take the cores it looks the same, so the sentence says both.
     */
    private static Optional<Cause> lock(ArmSummary reference, List<ArmSummary> arms) {
        return arms.stream()
                .filter(arm -> reference.slots() == 1 && arm.slots() > 1)
                .filter(arm -> arm.slots() <= arm.cores() && !arm.arm().mode().equals(ONE_THREAD))
                .filter(arm -> arm.timesFaster() < 1 + (arm.slots() - 1) / 2.0)
                .max(Comparator.comparingDouble(arm -> arm.shares().waiting()))
                .filter(arm -> arm.shares().waiting() - reference.shares().waiting() >= HELD_UP)
                .map(arm ->
                        new Cause(
                                Kind.LOCK_BOUND,
                                ("%s, but %s of that of %s was waiting: tasks wait for each other (a"
                                                + " lock), or for a core that others use")
                                        .formatted(
                                                where(reference),
                                                percent(arm.shares().waiting()),
                                                arm.arm().label()),
                                "Tasks that share no lock would make more slots pay; processes"
                                        + " share none."));
    }

    private static Optional<Cause> memory(ArmSummary reference, ArmSummary arm) {
        double times = arm.cpuSeconds() / reference.cpuSeconds();
        if (arm.slots() > arm.cores() || reference.slots() > 1 || !(times >= MORE_CPU)) {
            return Optional.empty();
        }
        return Optional.of(
                new Cause(
                        Kind.MEMORY_BOUND,
                        ("The same tasks took %s times the processor time on the %d slots of %s:"
                                        + " they wait for memory, or for a core that they share")
                                .formatted(
                                        String.format(Locale.ROOT, "%.1f", times),
                                        arm.slots(),
                                        arm.arm().label()),
                        "Tasks that touch less memory would make more slots pay."));
    }

    private static Cause computes(ArmSummary told, ArmSummary use) {
        String slots = use.slots() == 1 ? "1 slot" : use.slots() + " slots";
        String cores = use.cores() == 1 ? "1 core" : use.cores() + " cores";
        return new Cause(
                Kind.COMPUTING,
                "%s: %s on %s".formatted(where(told), slots, cores),
                use.slots() < use.cores()
                        ? "More slots would help, up to one a core."
                        : "More cores would help; more slots would not.");
    }

    private static String where(ArmSummary arm) {
        double waiting = arm.shares().waiting();
        String subject = "of " + arm.arm().label() + "'s running was ";
        if (waiting >= HARDLY) {
            return percent(waiting) + " " + subject + "waiting";
        }
        String rest = waiting > MENTIONED ? " (the rest waiting)" : "";
        return percent(1 - waiting) + " " + subject + "computing" + rest;
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
