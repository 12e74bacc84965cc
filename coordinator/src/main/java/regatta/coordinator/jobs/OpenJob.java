package regatta.coordinator.jobs;

import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;

/**
 * A job whose end is not kept yet. A settlement counts for the job's end once the settlement is
 * issued, that is, sent to the store. A settlement is shown only once it is kept.
 */
final class OpenJob {
    /** What a job does or waits for. */
    enum Stage {
        /**
         * An earlier coordinator left the job unfinished, and no installed workload can read the
         * job's spec.
         */
        STRANDED,

        /**
         * An earlier coordinator left the job unfinished. Before the job is dispatched again,
         * worker nodes have time to report which attempts of the job still run.
         */
        HELD,

        /**
         * An earlier coordinator left the job unfinished. The job runs again once the store has
         * kept its new start.
         */
        STARTS,

        RUNS,

        /** Every task is settled, but not every settlement is kept. */
        SETTLED,

        COMBINING,

        /** The outputs of the job's tasks cannot be read for now. */
        UNREADABLE,

        /** The job's end waits to be kept. */
        ENDING
    }

    private final Job job;
    private final boolean cpuShared;
    private final long bytes;
    private Stage stage = Stage.RUNS;

    /** Whether this coordinator has asked the store to keep the job's start. */
    private boolean begun;

    private @Nullable Instant startedAt;
    private boolean startShown;
    private int issuedSucceeded;
    private int issuedFailed;
    private int shownSucceeded;
    private int shownFailed;
    private int worstTask;
    private @Nullable Failure worst;
    private long version;

    /** Why the outputs of the job's tasks could not be read; null if no read has failed. */
    private @Nullable String unreadable;

    private long readAgainAt;

    OpenJob(Job job, boolean cpuShared, long bytes) {
        this.job = job;
        this.cpuShared = cpuShared;
        this.bytes = bytes;
    }

    /**
     * Makes a job that an earlier coordinator left unfinished. After this call {@link #takeUp} adds
     * the job's settlements.
     */
    static OpenJob recovered(Job job, boolean cpuShared, @Nullable Instant startedAt) {
        OpenJob open = new OpenJob(job, cpuShared, 0);
        open.startedAt = startedAt;
        open.startShown = startedAt != null;
        return open;
    }

    /**
     * Counts the settlements that an earlier coordinator kept, while the returned stream is read.
     * Drops all but the first settlement of a task.
     */
    Stream<Settlement> takeUp(Stream<Settlement> settlements) {
        BitSet tasks = new BitSet(job.tasks());
        return settlements.filter(settlement -> {
            boolean first = !tasks.get(settlement.task());
            if (first) {
                tasks.set(settlement.task());
                issue(settlement);
            }
            return first;
        });
    }

    /** Shows the settlements that {@link #takeUp} counted, because all of them were kept. */
    void takenUp() {
        shownSucceeded = issuedSucceeded;
        shownFailed = issuedFailed;
        // The version is at least as great as any version that the earlier coordinator showed. At
        // the earlier coordinator the job's start and each entry of settlements raised the version
        // by one.
        version = (startShown ? 2L : 1L) + shownSucceeded + shownFailed;
        if (shownSucceeded + shownFailed == job.tasks()) {
            stage = Stage.SETTLED;
        }
    }

    Job job() {
        return job;
    }

    JobId id() {
        return job.id();
    }

    boolean cpuShared() {
        return cpuShared;
    }

    /** Returns how many bytes the job's spec took from the limit on queued bytes. */
    long bytes() {
        return bytes;
    }

    Stage stage() {
        return stage;
    }

    void become(Stage next) {
        stage = next;
    }

    /**
     * Lets attempts of the job be dispatched, unless attempts that nodes still ran have meanwhile
     * settled all tasks.
     */
    void resume() {
        if (stage == Stage.HELD || stage == Stage.STARTS) {
            stage = Stage.RUNS;
        }
    }

    boolean ending() {
        return stage == Stage.ENDING;
    }

    /**
     * Records that attempts of the job are dispatched. Returns whether the job's start must be
     * kept.
     */
    boolean begin(Instant now) {
        boolean first = !begun;
        begun = true;
        if (startedAt == null) {
            startedAt = now;
        }
        return first;
    }

    /** Shows the job's start, which is kept now. */
    void started() {
        if (!startShown && !ending()) {
            startShown = true;
            version++;
        }
    }

    /** Counts settlements that are sent to the store. */
    void issue(List<Settlement> settlements) {
        settlements.forEach(this::issue);
    }

    private void issue(Settlement settlement) {
        if (settlement.outcome() instanceof Outcome.Failed(Failure failure)) {
            issuedFailed++;
            if (worst == null || worse(settlement.task(), failure, worst)) {
                worstTask = settlement.task();
                worst = failure;
            }
        } else {
            issuedSucceeded++;
        }
    }

    /**
     * Returns whether a failure is worse than {@code than}, the worst failure so far. A failure by
     * poison is worse than any other failure. If both failures are by poison or neither is, the
     * failure of the task with the lower index is worse.
     */
    private boolean worse(int task, Failure failure, Failure than) {
        boolean poison = failure.kind().equals(Failure.POISON);
        return poison == than.kind().equals(Failure.POISON) ? task < worstTask : poison;
    }

    /** Records that every task is settled. */
    void settled() {
        stage = Stage.SETTLED;
    }

    /**
     * Shows settlements that are kept now. While the job ends, shows no settlement, because the
     * job's end will show all settlements.
     */
    void show(List<Settlement> settlements) {
        if (ending()) {
            return;
        }
        for (Settlement settlement : settlements) {
            if (settlement.outcome() instanceof Outcome.Failed) {
                shownFailed++;
            } else {
                shownSucceeded++;
            }
        }
        version++;
    }

    /**
     * Returns whether every task is settled and kept and the job has not yet begun to combine or
     * end.
     */
    boolean complete() {
        return stage == Stage.SETTLED && shownSucceeded + shownFailed == job.tasks();
    }

    /** Returns whether people see the job as running. */
    boolean isShownStarted() {
        return startShown;
    }

    /** Returns the state in which people see the job. */
    JobState state() {
        return startShown ? JobState.RUNNING : JobState.QUEUED;
    }

    /** Returns how many tasks people do not see as settled. */
    int left() {
        return job.tasks() - shownSucceeded - shownFailed;
    }

    void unreadable(String why, long readAgain) {
        stage = Stage.UNREADABLE;
        unreadable = why;
        readAgainAt = readAgain;
    }

    boolean readsAgain(long now) {
        return stage == Stage.UNREADABLE && now - readAgainAt >= 0;
    }

    /** Returns why the job fails; empty if no task failed. */
    Optional<Failure> failure() {
        if (worst == null) {
            return Optional.empty();
        }
        String named = "task %d: %s".formatted(worstTask, worst.message());
        String message =
                job.tasks() == 1
                        ? named
                        : "%d of %d tasks failed; %s".formatted(issuedFailed, job.tasks(), named);
        return Optional.of(new Failure(worst.kind(), message, false));
    }

    /** Begins to end the job, and returns the end that the store must keep. */
    JobEnd end(
            JobState how,
            Instant now,
            @Nullable Record output,
            @Nullable RunReport report,
            @Nullable Failure failure) {
        stage = Stage.ENDING;
        return new JobEnd(
                job,
                how,
                startedAt,
                now,
                issuedSucceeded,
                issuedFailed,
                version + 1,
                output,
                report,
                failure);
    }

    /**
     * Returns what may be shown of the job.
     *
     * @param running how many slots run attempts of the job
     * @param waitingFor what the job waits for according to the schedule; null while the job
     *     advances
     */
    JobView view(int running, @Nullable String waitingFor) {
        Progress progress =
                new Progress(job.tasks(), shownSucceeded, shownFailed, startShown ? running : 0);
        Instant shownStart = startShown ? startedAt : null;
        return job.open(shownStart, progress, version, waits(waitingFor));
    }

    private @Nullable String waits(@Nullable String otherwise) {
        return switch (stage) {
            case HELD, STARTS, RUNS -> otherwise;
            case STRANDED ->
                    "a version of workload %s that can read the job; none is installed here"
                            .formatted(job.spec().kind());
            case SETTLED -> "its settlements to be kept";
            case COMBINING, UNREADABLE ->
                    unreadable == null
                            ? "its outputs to be combined"
                            : "its outputs, which cannot be read: " + unreadable;
            case ENDING -> "its end to be kept";
        };
    }
}
