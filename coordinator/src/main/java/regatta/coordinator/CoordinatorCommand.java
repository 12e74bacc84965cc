package regatta.coordinator;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
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

/** What the coordinator can be told; never crosses the wire. Replies are immutable. */
sealed interface CoordinatorCommand {

    /** Something happened that the job book takes as it is. */
    record Happened(JobEvent event) implements CoordinatorCommand {}

    /** Accept a job; its mode, slots and tasks are still to be decided. */
    record Submit(
            JobId id,
            JobSpec spec,
            long bytes,
            Optional<IdempotencyKey> key,
            ActorRef<SubmitReply> replyTo)
            implements CoordinatorCommand {}

    /** Accept a job that does only what failed of one that ended. */
    record RetryFailed(
            JobId of,
            JobId id,
            JobSettings settings,
            Optional<IdempotencyKey> key,
            ActorRef<SubmitReply> replyTo)
            implements CoordinatorCommand {}

    /** Delete a job that ended. */
    record DeleteJob(JobId id, ActorRef<Deletion> replyTo) implements CoordinatorCommand {}

    /** Tasks by index. */
    record ListTasks(JobId id, TaskFilter filter, int limit, ActorRef<Optional<TaskPage>> replyTo)
            implements CoordinatorCommand {}

    /** The file that a task left, and who may have it; empty where there is no such job. */
    record FindFile(JobId id, int task, ActorRef<Optional<LeftFile.Lookup>> replyTo)
            implements CoordinatorCommand {}

    /** Why no job can be kept now; empty when one can. */
    record CheckReady(ActorRef<Optional<String>> replyTo) implements CoordinatorCommand {}

    record ListWorkers(ActorRef<List<WorkerView>> replyTo) implements CoordinatorCommand {}

    /** Takes a worker out of use; empty where there is none of that id. */
    record DrainWorker(WorkerId id, ActorRef<Optional<WorkerView>> replyTo)
            implements CoordinatorCommand {}

    /** Keeps that many warm worker JVMs in the pool of the processes mode. */
    record ScaleProcesses(int workers, ActorRef<Integer> replyTo) implements CoordinatorCommand {}

    /** How much of each worker's slot time went to jobs that are no rounds of a comparison. */
    record ReadSlotUse(ActorRef<List<SlotUse>> replyTo) implements CoordinatorCommand {}

    /** Attempts of a round that ended; they can be had once. */
    record TakeSample(JobId round, ActorRef<AttemptSample> replyTo) implements CoordinatorCommand {}

    /** Deletes the files that tasks of a job left, at every worker, once none of them runs. */
    record DiscardFiles(JobId job, String kind) implements CoordinatorCommand {}

    /** What a worker said. */
    record FromWorker(WorkerEvent event) implements CoordinatorCommand {}

    /** The JVM of a worker ended, so that it is lost at once, lease or not. */
    record WorkerExited(WorkerId worker, String how) implements CoordinatorCommand {}

    /** It is time for the job book to be woken. */
    record Wake() implements CoordinatorCommand {}
}
