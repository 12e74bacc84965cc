package regatta.coordinator;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.Deletion;
import regatta.coordinator.api.IdempotencyKey;
import regatta.coordinator.api.JobSettings;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.SubmitReply;
import regatta.coordinator.api.TaskFilter;
import regatta.coordinator.api.TaskPage;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.JobEvent;
import regatta.protocol.JobId;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;

/** A message to the coordinator's actor from the actor's own JVM. Replies are immutable. */
sealed interface CoordinatorCommand {

    /** Pass an event on to the job book. */
    record Happened(JobEvent event) implements CoordinatorCommand {}

    /**
     * Accept a job. The coordinator must still choose the job's mode and slots, and count its
     * tasks.
     */
    record Submit(
            JobId id,
            JobSpec spec,
            long bytes,
            Optional<IdempotencyKey> key,
            ActorRef<SubmitReply> replyTo)
            implements CoordinatorCommand {}

    /** Accept a job that runs only the failed tasks of an ended job. */
    record RetryFailed(
            JobId of,
            JobId id,
            JobSettings settings,
            @Nullable String submitter,
            Optional<IdempotencyKey> key,
            ActorRef<SubmitReply> replyTo)
            implements CoordinatorCommand {}

    /** Delete a job that ended. */
    record DeleteJob(JobId id, ActorRef<Deletion> replyTo) implements CoordinatorCommand {}

    /** List tasks of a job, in the order of their indexes. */
    record ListTasks(JobId id, TaskFilter filter, int limit, ActorRef<Optional<TaskPage>> replyTo)
            implements CoordinatorCommand {}

    /**
     * Read when and where the settled tasks of a job ran. The answer is empty if there is no job
     * with this id.
     */
    record ReadTimeLine(JobId id, ActorRef<Optional<AttemptSample>> replyTo)
            implements CoordinatorCommand {}

    /**
     * Find the file that a task left, and the workers that may have it. The answer is empty if
     * there is no job with this id.
     */
    record FindFile(JobId id, int task, ActorRef<Optional<LeftFile.Lookup>> replyTo)
            implements CoordinatorCommand {}

    /** Ask why the store cannot keep a job now. The answer is empty if the store can keep a job. */
    record CheckReady(ActorRef<Optional<String>> replyTo) implements CoordinatorCommand {}

    record ListWorkers(ActorRef<List<WorkerView>> replyTo) implements CoordinatorCommand {}

    /** Drain a worker. The answer is empty if there is no worker with this id. */
    record DrainWorker(WorkerId id, ActorRef<Optional<WorkerView>> replyTo)
            implements CoordinatorCommand {}

    /** Keep {@code workers} worker JVMs running in the pool of the mode {@code processes}. */
    record ScaleProcesses(int workers, ActorRef<Integer> replyTo) implements CoordinatorCommand {}

    /** Read how much of each worker's slot time went to jobs that are no rounds of a comparison. */
    record ReadSlotUse(ActorRef<List<SlotUse>> replyTo) implements CoordinatorCommand {}

    /**
     * Take the sample of attempts of an ended round; only the first request for a round gets the
     * sample.
     */
    record TakeSample(JobId round, ActorRef<AttemptSample> replyTo) implements CoordinatorCommand {}

    /** Delete the files that tasks of a job left, at every worker, once no task of the job runs. */
    record DiscardFiles(JobId job, String kind) implements CoordinatorCommand {}

    /** Handle a worker's message. */
    record FromWorker(WorkerEvent event) implements CoordinatorCommand {}

    /** Count a worker as lost before its lease ends, because the worker's JVM ended. */
    record WorkerExited(WorkerId worker, String how) implements CoordinatorCommand {}

    /** Wake the job book. */
    record Wake() implements CoordinatorCommand {}
}
