package regatta.comparison.plan;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import regatta.comparison.plan.Cause.Kind;

/**
 * Finds a cause in the nature of the tasks: tasks compute, tasks wait, or tasks hold each other up.
 */
final class TaskCauses {
    static final double MOSTLY = 0.8;
    static final double HARDLY = 0.2;
    private static final double MENTIONED = 0.1;
    private static final double TAKEN = 0.1;

    /** If at most this part of the threads or cores is busy, tasks do not queue for threads. */
    private static final double IDLE = 0.5;

    /**
     * If tasks take at least this many times as long on several slots as on one slot, the cause may
     * be a service that serves only a few tasks at a time.
     */
    private static final double IN_TURN = 2;

    private static final double HELD_UP = 0.3;
    private static final double MORE_CPU = 1.3;

    private static final String NO_FREE_TASK =
            "Every task had a slot, so more slots would stay empty.";
    private static final String MORE_CORES = "More cores would help; more slots would not.";

    private final Evidence evidence;
    private final ArmSummary reference;
    private final ArmSummary use;
    private final ArmSummary told;

    private TaskCauses(Evidence evidence, ArmSummary told) {
        this.evidence = evidence;
        this.reference = evidence.reference();
        this.use = evidence.use();
        this.told = told;
    }

    static Cause of(Evidence evidence) {
        Optional<ArmSummary> told = told(evidence);
        if (told.isEmpty()) {
            return unknown(evidence);
        }
        TaskCauses causes = new TaskCauses(evidence, told.get());
        return causes.offProcessor()
                .or(causes::servedInTurn)
                .or(causes::waits)
                .or(causes::lock)
                .or(causes::memory)
                .orElseGet(causes::computes);
    }

    private static Cause unknown(Evidence evidence) {
        return evidence.arms().stream().allMatch(arm -> arm.shares().onCpu() < 0)
                ? new Cause(
                        Kind.UNKNOWN,
                        "The cause is unknown, because processor time is not known",
                        "")
                : new Cause(
                        Kind.UNKNOWN,
                        "The cause is unknown, because slots share threads and a part of running may"
                                + " be waiting for a thread",
                        "A comparison that includes a mode with one slot would show it.");
    }

    /**
     * Returns the first arm whose figures show what tasks do; empty if no arm's figures show what
     * tasks do. The reference comes first, and the other arms follow by ascending number of slots.
     */
    private static Optional<ArmSummary> told(Evidence evidence) {
        return Stream.concat(
                        Stream.of(evidence.reference()),
                        evidence.arms().stream().sorted(Comparator.comparingInt(ArmSummary::slots)))
                .filter(arm -> arm.shares().onCpu() >= 0)
                .filter(arm -> !queuesForThreads(arm))
                .findFirst();
    }

    /**
     * Returns whether tasks of an arm queue for threads. Tasks do not queue for threads if each
     * slot has a thread, or if the threads are idle half of the time.
     */
    private static boolean queuesForThreads(ArmSummary arm) {
        boolean busy = arm.slots() * arm.shares().onCpu() > IDLE * arm.computeAtOnce();
        return arm.arm().sharesThreads() && !arm.everySlotCanCompute() && busy;
    }

    /**
     * Returns the cause {@code UNKNOWN} if the system does not tell whether tasks waited or queued
     * for a core; otherwise empty. A verdict with this cause gives no advice.
     */
    private Optional<Cause> offProcessor() {
        if (told.shares().waiting() >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Cause(
                        Kind.UNKNOWN,
                        "%s of %s's running was without a processor: waiting, or queueing for a core"
                                .formatted(
                                        Words.percent(1 - told.shares().onCpu()),
                                        Words.label(told)),
                        ""));
    }

    /**
     * Returns the cause {@code SERVED_IN_TURN} if tasks wait for a service that serves a few tasks
     * at a time, so that more slots make each task wait longer; otherwise empty. A task that queues
     * for a core or for a thread also takes longer, so only an arm whose waiting is known shows
     * this cause.
     */
    private Optional<Cause> servedInTurn() {
        if (told.shares().waiting() < HARDLY || reference.slots() > 1) {
            return Optional.empty();
        }
        return evidence.severalSlots().stream()
                .filter(arm -> arm.shares().waiting() >= 0 && !queuesForThreads(arm))
                .max(Comparator.comparingInt(ArmSummary::slots))
                .filter(arm -> arm.taskSeconds() >= IN_TURN * reference.taskSeconds())
                .filter(this::isLongerByWaiting)
                .filter(arm -> arm.timesFaster() < arm.slots() / IN_TURN)
                .map(arm -> {
                    double times = arm.taskSeconds() / reference.taskSeconds();
                    long served = Math.max(1, Math.round(arm.slots() / times));
                    return new Cause(
                            Kind.SERVED_IN_TURN,
                            ("A task took %s times as long on the %d slots of %s as on one: what it"
                                            + " waits for serves about %d at a time")
                                    .formatted(
                                            Words.times(times),
                                            arm.slots(),
                                            Words.label(arm),
                                            served),
                            "More slots would not help while it does.");
                });
    }

    /** Returns whether waiting is most of what a task takes longer than in the reference. */
    private boolean isLongerByWaiting(ArmSummary arm) {
        double longer = arm.taskSeconds() - reference.taskSeconds();
        return waitingSeconds(arm) - waitingSeconds(reference) >= longer / 2;
    }

    private static double waitingSeconds(ArmSummary arm) {
        return arm.taskSeconds() * Math.max(0, arm.shares().waiting());
    }

    private Optional<Cause> waits() {
        double waiting = told.shares().waiting();
        if (waiting < HARDLY) {
            return Optional.empty();
        }
        String at = use.slots() == 1 ? "one slot waits" : use.slots() + " slots wait";
        if (waiting >= MOSTLY) {
            String same = use.slots() == 1 ? " as well as many" : " at the same time";
            return Optional.of(
                    new Cause(
                            Kind.WAITING,
                            where() + ", and " + at + same,
                            moreSlots("until the service that tasks wait for becomes the limit")));
        }
        return Optional.of(
                new Cause(
                        Kind.MIXED,
                        "%s and the rest computing: %s while %s"
                                .formatted(where(), at, computing()),
                        moreSlots(
                                "until the %s busy all the time"
                                        .formatted(
                                                use.arm().onOneThread()
                                                        ? "thread is"
                                                        : "cores are"))));
    }

    private String computing() {
        return use.arm().onOneThread() ? "1 thread computes" : Words.coresCompute(use.cores());
    }

    private String moreSlots(String until) {
        if (evidence.everyTaskHasASlot()) {
            return NO_FREE_TASK;
        }
        if (coresAreBusy()) {
            return use.arm().onOneThread()
                    ? "The thread was busy; more slots would not help."
                    : MORE_CORES;
        }
        return "More slots would help " + until + ".";
    }

    /** Returns whether the recommended arm's tasks already use all cores that it may use. */
    private boolean coresAreBusy() {
        ArmSummary.Shares shares = use.shares();
        double busy = use.slots() * shares.running() * shares.onCpu();
        return busy >= MOSTLY * use.computeAtOnce() || shares.ready() >= HARDLY;
    }

    /**
     * Returns the cause {@code LOCK_BOUND} if tasks wait far more when tasks run side by side than
     * when a task runs alone; otherwise empty.
     */
    private Optional<Cause> lock() {
        double alone = reference.shares().offCpuButNotReady();
        return evidence.severalSlots().stream()
                .filter(arm -> reference.slots() == 1 && arm.everySlotCanCompute())
                .filter(arm -> arm.timesFaster() < 1 + (arm.slots() - 1) / 2.0)
                .max(Comparator.comparingDouble(arm -> arm.shares().offCpuButNotReady()))
                .filter(arm -> arm.shares().offCpuButNotReady() - alone >= HELD_UP)
                .map(arm -> {
                    boolean sure = arm.shares().waiting() >= 0;
                    return new Cause(
                            Kind.LOCK_BOUND,
                            "%s, but for %s of that of %s its tasks waited for each other (a lock)%s"
                                    .formatted(
                                            where(),
                                            Words.percent(arm.shares().offCpuButNotReady()),
                                            Words.label(arm),
                                            sure ? "" : ", or for a core that others use"),
                            "Tasks that share no lock would make more slots pay; processes share"
                                    + " none.");
                });
    }

    /**
     * Returns the cause {@code MEMORY_BOUND} if tasks need more processor time when tasks run side
     * by side, unless other programs are the reason; otherwise empty.
     */
    private Optional<Cause> memory() {
        double times =
                evidence.parallel()
                        .map(arm -> arm.cpuSeconds() / reference.cpuSeconds())
                        .orElse(0.0);
        return evidence.parallel()
                .filter(arm -> arm.everySlotCanCompute() && reference.slots() == 1)
                .filter(arm -> arm.hindrances().coresTaken() < TAKEN && times >= MORE_CPU)
                .map(arm ->
                        new Cause(
                                Kind.MEMORY_BOUND,
                                ("The same tasks took %s times the processor time on the %d slots"
                                                + " of %s: they wait for memory, or for a core that"
                                                + " they share")
                                        .formatted(
                                                Words.times(times), arm.slots(), Words.label(arm)),
                                "Tasks that touch less memory would make more slots pay."));
    }

    private Cause computes() {
        if (use.arm().onOneThread()) {
            return new Cause(
                    Kind.COMPUTING,
                    "%s: %s on 1 thread".formatted(where(), Words.slots(use.slots())),
                    "A mode with a thread for each slot would help, up to one a core.");
        }
        String because =
                "%s: %s on %s"
                        .formatted(where(), Words.slots(use.slots()), Words.cores(use.cores()));
        if (use.slots() >= use.cores()) {
            return new Cause(Kind.COMPUTING, because, MORE_CORES);
        }
        return new Cause(
                Kind.COMPUTING,
                because,
                evidence.everyTaskHasASlot()
                        ? NO_FREE_TASK
                        : "More slots would help, up to one a core.");
    }

    private String where() {
        double waiting = told.shares().waiting();
        String subject = "of " + Words.label(told) + "'s running was ";
        if (waiting >= HARDLY) {
            return Words.percent(waiting) + " " + subject + "waiting";
        }
        return Words.percent(told.shares().onCpu()) + " " + subject + "computing" + rest(waiting);
    }

    private String rest(double waiting) {
        double ready = told.shares().ready();
        if (ready > MENTIONED) {
            return " (%s ready without a core)".formatted(Words.percent(ready));
        }
        return waiting > MENTIONED ? " (the rest waiting)" : "";
    }
}
