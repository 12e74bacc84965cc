package regatta.comparison.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import regatta.comparison.plan.Cause.Kind;

/**
 * Finds the cause of a verdict: the first cause that the figures support and nothing refutes. The
 * search tries causes outside the tasks first, then the nature of the tasks.
 */
final class Causes {
    private static final double HUGE = 0.5;
    private static final double DRAINED = 0.15;
    private static final double HARDLY_FILLED = 0.2;
    private static final double LONG = 2;
    private static final double NOT_EQUAL = 1.5;
    private static final double TAKEN = 0.1;
    private static final double HELD_BACK = 0.05;
    private static final double REPEATED = 0.1;
    private static final double PAUSING = 0.3;
    private static final double SHORT_SECONDS = 0.01;
    private static final double IDLE = 0.3;

    /**
     * If hand-over takes at least this part of the reference's slot time, the reference hardly ran
     * tasks.
     */
    private static final double STARVED = 0.4;

    private final Evidence evidence;
    private final ArmSummary reference;

    private Causes(Evidence evidence) {
        this.evidence = evidence;
        this.reference = evidence.reference();
    }

    static Cause of(Evidence evidence) {
        Causes causes = new Causes(evidence);
        return causes.hugeTask()
                .or(causes::coresTaken)
                .or(causes::throttled)
                .or(causes::repeated)
                .or(causes::tooShort)
                .or(causes::smallTasks)
                .or(causes::unevenTasks)
                .or(causes::tooFewTasks)
                .orElseGet(() -> TaskCauses.of(evidence));
    }

    private Optional<Cause> hugeTask() {
        double share = reference.longestSeconds() / (reference.taskSeconds() * reference.tasks());
        boolean equal = reference.longestSeconds() < NOT_EQUAL * reference.taskSeconds();
        if (reference.tasks() < 2 || equal || !(share >= HUGE)) {
            return Optional.empty();
        }
        return Optional.of(
                new Cause(
                        Kind.ONE_HUGE_TASK,
                        "One of %d tasks took %s of the time, and only one slot can run a task"
                                .formatted(reference.tasks(), Words.percent(share)),
                        "Splitting that task would change this."));
    }

    /**
     * Returns the cause {@code CORES_TAKEN} if other programs took cores and tasks lacked cores;
     * otherwise empty.
     */
    private Optional<Cause> coresTaken() {
        return decisive()
                .filter(arm -> arm.hindrances().coresTaken() >= TAKEN)
                .filter(arm -> arm.hindrances().lackOfCores() >= TAKEN)
                .max(Comparator.comparingDouble(arm -> arm.hindrances().lackOfCores()))
                .map(arm ->
                        new Cause(
                                Kind.CORES_TAKEN,
                                ("Other programs took %s of the cores of %s; its tasks had no core"
                                                + " for %s of the time in which they could have"
                                                + " computed")
                                        .formatted(
                                                Words.percent(arm.hindrances().coresTaken()),
                                                Words.label(arm),
                                                Words.percent(arm.hindrances().lackOfCores())),
                                "Without the other programs the result may differ."));
    }

    private Optional<Cause> throttled() {
        return decisive()
                .filter(arm -> arm.hindrances().throttled() >= HELD_BACK)
                .filter(arm -> arm.hindrances().lackOfCores() >= TAKEN)
                .max(Comparator.comparingDouble(arm -> arm.hindrances().throttled()))
                .map(arm ->
                        new Cause(
                                Kind.THROTTLED,
                                "A quota of %s held %s back for %s of its time"
                                        .formatted(
                                                Words.cores(arm.cores()),
                                                Words.label(arm),
                                                Words.percent(arm.hindrances().throttled())),
                                "A larger quota would help; more slots would not."));
    }

    /**
     * Returns the cause {@code REPEATED} if repeated attempts held an arm back; otherwise empty. If
     * attempts fail alike in all arms, the repetitions are part of the work, unless slots pause
     * because of the repetitions.
     */
    private Optional<Cause> repeated() {
        double before = reference.hindrances().repeated();
        return decisive()
                .filter(arm -> arm.hindrances().repeated() >= REPEATED)
                .filter(arm ->
                        arm.hindrances().repeated() - before >= REPEATED
                                || arm.shares().noneReady() >= PAUSING)
                .max(Comparator.comparingDouble(arm -> arm.hindrances().repeated()))
                .map(arm ->
                        new Cause(
                                Kind.REPEATED,
                                "%s of the attempts of %s were refused or failed, and were repeated"
                                        .formatted(
                                                Words.percent(arm.hindrances().repeated()),
                                                Words.label(arm)),
                                arm.slots() > reference.slots()
                                        ? "With fewer slots, fewer attempts may be refused."
                                        : ""));
    }

    private Optional<Cause> tooShort() {
        List<ArmSummary> others = evidence.severalSlots();
        double seconds = evidence.use().medianSeconds();
        boolean idle = others.stream().allMatch(arm -> 1 - arm.shares().running() >= IDLE);
        if (others.isEmpty() || !idle || seconds >= SHORT_SECONDS) {
            return Optional.empty();
        }
        return Optional.of(
                new Cause(
                        Kind.TOO_SHORT,
                        "All of it took %s, no longer than handing it out"
                                .formatted(Words.time(seconds)),
                        "A longer job would tell more."));
    }

    private Optional<Cause> smallTasks() {
        List<ArmSummary> others = evidence.severalSlots();
        boolean dear =
                others.stream().allMatch(arm -> arm.shares().handOver() > arm.shares().running());
        boolean useless = others.stream().allMatch(this::missesHalf);
        boolean hardlyRan = reference.shares().handOver() >= STARVED;
        if (others.isEmpty() || !dear || !(useless || hardlyRan)) {
            return Optional.empty();
        }
        return Optional.of(
                new Cause(
                        Kind.SMALL_TASKS,
                        "A task takes %s, and handing it out takes longer"
                                .formatted(Words.time(reference.taskSeconds())),
                        "Fewer, longer tasks would make more slots pay."));
    }

    /**
     * Returns whether an arm's slots brought less than half of the speed-up that the slots could
     * bring.
     */
    private boolean missesHalf(ArmSummary arm) {
        double waiting = reference.shares().waiting();
        double useful =
                waiting >= TaskCauses.MOSTLY
                        ? arm.slots()
                        : Math.min(arm.slots(), arm.computeAtOnce());
        return arm.timesFaster() < 1 + (useful - 1) / 2.0 || useful <= 1;
    }

    private Optional<Cause> unevenTasks() {
        double times = reference.longestSeconds() / reference.taskSeconds();
        return evidence.parallel()
                .filter(arm -> arm.shares().drained() >= DRAINED && times >= LONG)
                .map(arm ->
                        new Cause(
                                Kind.UNEVEN_TASKS,
                                ("The slots of %s had no tasks left for %s of the time: the longest"
                                                + " task took %s times the mean")
                                        .formatted(
                                                Words.label(arm),
                                                Words.percent(arm.shares().drained()),
                                                Words.times(times)),
                                "Splitting the longest tasks would make more slots pay."));
    }

    private Optional<Cause> tooFewTasks() {
        return evidence.parallel()
                .filter(arm -> arm.shares().drained() >= HARDLY_FILLED)
                .filter(arm -> arm.tasks() > arm.slots() && arm.tasks() < 2 * arm.slots())
                .map(arm ->
                        new Cause(
                                Kind.TOO_FEW_TASKS,
                                ("%d tasks do not fill the %d slots of %s, which had no tasks left"
                                                + " for %s of the time")
                                        .formatted(
                                                arm.tasks(),
                                                arm.slots(),
                                                Words.label(arm),
                                                Words.percent(arm.shares().drained())),
                                "More, shorter tasks would fill them."));
    }

    /**
     * Returns the arms that the verdict compares: the reference, the recommended arm and the
     * fastest arm with several slots.
     */
    private Stream<ArmSummary> decisive() {
        return Stream.concat(Stream.of(reference, evidence.use()), evidence.parallel().stream())
                .distinct();
    }
}
