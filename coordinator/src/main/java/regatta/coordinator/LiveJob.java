package regatta.coordinator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;

/** A job that has not ended, with what of it may be shown; confined to the coordinator's actor. */
final class LiveJob {
    private final JobView accepted;
    private final JobWorkload<?, ?, ?> workload;
    private final boolean cpuShared;
    private final long bytes;
    private final List<Waiter> waiters = new ArrayList<>();
    private JobState state = JobState.QUEUED;
    private @Nullable Instant startedAt;
    private int succeeded;
    private int failed;
    private @Nullable Failure firstFailure;
    private long version;
    private boolean allSettled;
    private boolean begun;
    private boolean ending;

    /** Why its outputs could not be read; null where nobody tried in vain. */
    private @Nullable String unreadable;

    private long readAgainAt;
    private boolean reading;

    LiveJob(JobView accepted, JobWorkload<?, ?, ?> workload, boolean cpuShared, long bytes) {
        this.accepted = accepted;
        this.workload = workload;
        this.cpuShared = cpuShared;
        this.bytes = bytes;
    }

    /** A job that an earlier coordinator left unfinished, as far as it came. */
    static LiveJob recovered(
            JobStore.Recovered recovered, JobWorkload<?, ?, ?> workload, boolean cpuShared) {
        LiveJob job = new LiveJob(recovered.job(), workload, cpuShared, 0);
        job.succeeded = recovered.succeeded();
        job.failed = recovered.failed();
        Settlement first = recovered.firstFailure();
        if (first != null && first.outcome() instanceof Outcome.Failed(Failure failure)) {
            job.firstFailure = named(first.task(), failure);
        }
        job.startedAt = recovered.job().startedAt();
        job.state = job.startedAt == null ? JobState.QUEUED : JobState.RUNNING;
        // Beyond every version that was ever shown: a start, and one for each settlement at most.
        job.version = 2L + job.succeeded + job.failed;
        job.allSettled = job.succeeded + job.failed == job.accepted.progress().total();
        return job;
    }

    /** Somebody who waits for the end, until {@code deadline} on the monotonic clock. */
    record Waiter(long deadline, ActorRef<Optional<JobView>> replyTo) {}

    JobId id() {
        return accepted.id();
    }

    JobView accepted() {
        return accepted;
    }

    JobWorkload<?, ?, ?> workload() {
        return workload;
    }

    /** A task as it is to run on one of the slots that the job may hold. */
    Payload payload(int index) {
        return workload.payload(index, Math.min(accepted.slots(), accepted.progress().total()));
    }

    boolean cpuShared() {
        return cpuShared;
    }

    /** About how much memory its spec takes; 0 where that was not counted. */
    long bytes() {
        return bytes;
    }

    /** Whether its end is on its way to the store; it is shown when it is kept. */
    boolean ending() {
        return ending;
    }

    List<Waiter> waiters() {
        return waiters;
    }

    /** Attempts of it are dispatched; whether these are the first since this node started. */
    boolean begin(Instant now) {
        if (startedAt == null) {
            startedAt = now;
            state = JobState.RUNNING;
            version++;
        }
        boolean first = !begun;
        begun = true;
        return first;
    }

    void allSettled() {
        allSettled = true;
    }

    /** Settlements of it are kept, so they count from now on. */
    void kept(List<Settlement> settlements) {
        for (Settlement settlement : settlements) {
            if (settlement.outcome() instanceof Outcome.Failed(Failure failure)) {
                failed++;
                boolean first = firstFailure == null;
                if (first || failure.kind().equals(Failure.POISON)) {
                    firstFailure = named(settlement.task(), failure);
                }
            } else {
                succeeded++;
            }
        }
        version++;
    }

    /** Whether everything is settled and kept, so that only the end itself is missing. */
    boolean complete() {
        return allSettled && succeeded + failed == accepted.progress().total();
    }

    /** Whether the last try to read its outputs failed. */
    boolean unreadable() {
        return unreadable != null;
    }

    /** Its outputs could not be read, and are to be read again. */
    void readAgain(String why, long at) {
        unreadable = why;
        readAgainAt = at;
        reading = false;
    }

    /** Whether it is time to read its outputs again; says so once. */
    boolean takeReadAgain(long now) {
        boolean due = unreadable != null && !reading && !ending && now - readAgainAt >= 0;
        reading |= due;
        return due;
    }

    /** What it waits for when nothing of it is to run any more. */
    private String waitsToEnd() {
        if (ending) {
            return "its end to be kept";
        }
        if (unreadable != null) {
            return "its outputs, which cannot be read: " + unreadable;
        }
        return complete() ? "its outputs to be put together" : "its settlements to be kept";
    }

    /** Why it failed; null when no task did. */
    @Nullable Failure failure() {
        if (firstFailure == null) {
            return null;
        }
        int total = accepted.progress().total();
        String message =
                total == 1
                        ? firstFailure.message()
                        : "%d of %d tasks failed; %s"
                                .formatted(failed, total, firstFailure.message());
        return new Failure(firstFailure.kind(), message, false);
    }

    JobView view(int running, @Nullable String waitingFor) {
        String waits = ending || allSettled ? waitsToEnd() : waitingFor;
        return view(state, version, null, null, null, null, running, waits);
    }

    /** The job as it is to be kept and then shown: it ends. */
    JobView end(
            JobState how,
            Instant now,
            @Nullable Record output,
            @Nullable RunReport report,
            @Nullable Failure failure) {
        ending = true;
        return view(how, version + 1, now, output, report, failure, 0, null);
    }

    private JobView view(
            JobState shown,
            long shownVersion,
            @Nullable Instant endedAt,
            @Nullable Record output,
            @Nullable RunReport report,
            @Nullable Failure failure,
            int running,
            @Nullable String waitingFor) {
        int total = accepted.progress().total();
        return new JobView(
                accepted.id(),
                accepted.order(),
                shown,
                accepted.mode(),
                accepted.slots(),
                accepted.spec(),
                accepted.submittedAt(),
                startedAt,
                endedAt,
                new Progress(total, succeeded, failed, running),
                shownVersion,
                output,
                report,
                failure,
                waitingFor);
    }

    private static Failure named(int task, Failure failure) {
        String message = "task %d: %s".formatted(task, failure.message());
        return new Failure(failure.kind(), message, false);
    }
}
