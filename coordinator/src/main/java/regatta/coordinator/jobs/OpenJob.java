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
 * A job whose end is not kept yet. What was issued counts for its end; only what is kept is shown.
 */
final class OpenJob {
    /** What it does, or what it waits for. */
    enum Stage {
        /** An earlier coordinator left it, and no workload here can read it. */
        STRANDED,

        /** An earlier coordinator left it, and nodes may still say what they run of it. */
        HELD,

        /** An earlier coordinator left it, and it runs again once its start is kept. */
        STARTS,

        RUNS,

        /** Every task is settled, but not every settlement is kept. */
        SETTLED,

        COMBINING,

        /** Its outputs cannot be read for now. */
        UNREADABLE,

        /** Its end waits to be kept. */
        ENDING
    }

    private final Job job;
    private final boolean cpuShared;
    private final long bytes;
    private Stage stage = Stage.RUNS;

    /** Whether this coordinator has asked the store to keep a start. */
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

    /** Why its outputs could not be read; null where nobody tried in vain. */
    private @Nullable String unreadable;

    private long readAgainAt;

    OpenJob(Job job, boolean cpuShared, long bytes) {
        this.job = job;
        this.cpuShared = cpuShared;
        this.bytes = bytes;
    }

    /** A job that an earlier coordinator left, before its settlements are taken up. */
    static OpenJob recovered(Job job, boolean cpuShared, @Nullable Instant startedAt) {
        OpenJob open = new OpenJob(job, cpuShared, 0);
        open.startedAt = startedAt;
        open.startShown = startedAt != null;
        return open;
    }

    /** Takes up kept settlements as they pass; each task passes once. */
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

    /** Its settlements are taken up, all of which were kept. */
    void takenUp() {
        shownSucceeded = issuedSucceeded;
        shownFailed = issuedFailed;
        // No version that was shown is greater: a start counts one, an entry of settlements as
        // well.
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

    /** What its spec took at the door. */
    long bytes() {
        return bytes;
    }

    Stage stage() {
        return stage;
    }

    void become(Stage next) {
        stage = next;
    }

    /** It may be dispatched; what nodes still ran of it may have settled it meanwhile. */
    void resume() {
        if (stage == Stage.HELD || stage == Stage.STARTS) {
            stage = Stage.RUNS;
        }
    }

    boolean ending() {
        return stage == Stage.ENDING;
    }

    /** Attempts of it are dispatched; returns whether its start is to be kept. */
    boolean begin(Instant now) {
        boolean first = !begun;
        begun = true;
        if (startedAt == null) {
            startedAt = now;
        }
        return first;
    }

    /** Its start is kept. */
    void started() {
        if (!startShown && !ending()) {
            startShown = true;
            version++;
        }
    }

    /** Settlements of it are to be kept. */
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

    /** Poison is worse than anything else; of two alike the one of the lower task is. */
    private boolean worse(int task, Failure failure, Failure than) {
        boolean poison = failure.kind().equals(Failure.POISON);
        return poison == than.kind().equals(Failure.POISON) ? task < worstTask : poison;
    }

    /** No task of it is left. */
    void settled() {
        stage = Stage.SETTLED;
    }

    /** Settlements of it are kept, so that they are shown; an end is shown whole or not at all. */
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

    /** Whether all of it is settled and kept, and nothing was done about that yet. */
    boolean complete() {
        return stage == Stage.SETTLED && shownSucceeded + shownFailed == job.tasks();
    }

    /** Whether people see it as running. */
    boolean isShownStarted() {
        return startShown;
    }

    /** Tasks that people do not see as settled. */
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

    /** Why it fails; empty when no task did. */
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

    /** It ends so, once that is kept. */
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
     * What may be shown of it.
     *
     * @param running in how many slots it runs
     * @param waitingFor what the schedule says that it waits for; null while it advances
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
                    "its kind of workload, %s: it is not installed here in a version that can read the job"
                            .formatted(job.spec().kind());
            case SETTLED -> "its settlements to be kept";
            case COMBINING, UNREADABLE ->
                    unreadable == null
                            ? "its outputs to be put together"
                            : "its outputs, which cannot be read: " + unreadable;
            case ENDING -> "its end to be kept";
        };
    }
}
