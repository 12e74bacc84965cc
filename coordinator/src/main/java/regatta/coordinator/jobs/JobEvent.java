package regatta.coordinator.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.schedule.JobTerms;
import regatta.coordinator.schedule.Retried;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.schedule.WorkerJoin;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.WorkerId;

/** An event for the job book: something that happened to jobs, or a request. */
public sealed interface JobEvent {

    /**
     * Somebody submits a job.
     *
     * @param cpuShared whether the processor time of the job's tasks is known only for the whole
     *     pool
     * @param bytes the bytes that the job's spec took from the limit on queued bytes; an {@link
     *     Effect.FreeBytes} gives these bytes back
     * @param full why the limit on queued bytes left no room for the job's spec; empty if there was
     *     room
     */
    record Submit(
            Job job,
            JobTerms terms,
            boolean cpuShared,
            long bytes,
            Optional<String> full,
            Optional<IdempotencyKey> key,
            Asker<SubmitReply> asker)
            implements JobEvent {}

    /**
     * The store has looked up the key of a submission; {@code known} is empty if the store does not
     * know the key.
     */
    record KeyRead(Submit submit, Optional<Acceptance> known, SubmitReply otherwise)
            implements JobEvent {}

    /**
     * An earlier coordinator left this job unfinished.
     *
     * @param startedAt when the job's first attempt was dispatched; null if no attempt was
     *     dispatched
     * @param settlements the kept settlements of the job's tasks, in any order; the stream is read
     *     once
     * @param deaths how many times the coordinator died while the job ran, counted since a task of
     *     the job was last settled
     */
    record Recover(
            Job job,
            JobTerms terms,
            boolean cpuShared,
            Optional<Mode.Placement> placement,
            @Nullable Instant startedAt,
            Stream<Settlement> settlements,
            List<Retried> retried,
            int deaths)
            implements JobEvent {}

    /**
     * An earlier coordinator left this job unfinished, and no installed workload can read the job's
     * spec.
     */
    record Strand(Job job, @Nullable Instant startedAt, Stream<Settlement> settlements)
            implements JobEvent {}

    /** The store answered an {@link Entry.Accept}. */
    record Accepted(long number, Acceptance acceptance) implements JobEvent {}

    /**
     * The store has kept an entry that is not an acceptance, and has kept every earlier entry, too.
     */
    record Wrote(long number) implements JobEvent {}

    /** The store will never keep this new job, or this end of a job, in its present form. */
    record Refused(long number, String why) implements JobEvent {}

    /**
     * The outputs of a job's tasks are combined. If {@code output} is null, {@code why} says why
     * the outputs could not be combined.
     */
    record Combined(JobId job, @Nullable Record output, String why) implements JobEvent {}

    /** The outputs of a job's tasks cannot be read for now. */
    record Unreadable(JobId job, String why) implements JobEvent {}

    /** The workload's own code failed for a job. Therefore the job fails. */
    record Broken(JobId job, String why) implements JobEvent {}

    /** A question, which changes no job. */
    sealed interface Question extends JobEvent {}

    /**
     * Somebody asks for a job. If {@code whole} is true, the answer has the job's whole spec and
     * output.
     */
    record Find(JobId job, boolean whole, Asker<Optional<JobView>> asker) implements Question {}

    /** Somebody waits for a job's end, at most for {@code atMost} nanoseconds. */
    record Await(JobId job, long atMost, Asker<Optional<JobView>> asker) implements Question {}

    record Cancel(JobId job, Asker<Optional<JobView>> asker) implements JobEvent {}

    record ListJobs(JobFilter filter, int limit, Asker<JobPage> asker) implements Question {}

    /** Somebody wants to see each change of a job until its end. */
    record Watch(JobId job, Asker<JobView> asker) implements Question {}

    record Unwatch(JobId job, Asker<JobView> asker) implements Question {}

    record Hello(WorkerJoin join) implements JobEvent {}

    record Report(WorkerId worker, long sequence, List<JobReport> jobs) implements JobEvent {}

    /** A worker left of its own accord, after it handed all its attempts back. */
    record Left(WorkerId worker) implements JobEvent {}

    /** The JVM of a worker ended. */
    record Exited(WorkerId worker, String how) implements JobEvent {}

    /** A worker must drain: the worker takes no new attempts. */
    record Drain(WorkerId worker) implements JobEvent {}

    /** Time has passed. */
    record Wake() implements JobEvent {}
}
