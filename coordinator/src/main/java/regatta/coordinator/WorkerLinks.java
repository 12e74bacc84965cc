package regatta.coordinator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.schedule.Decision;
import regatta.protocol.FileRequest;
import regatta.protocol.JobId;
import regatta.protocol.NodeInfo;
import regatta.protocol.Payload;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;

/**
 * The connections to the workers. Sends commands to workers and acknowledges reports of workers.
 * Confined to the coordinator's actor.
 */
final class WorkerLinks {
    /**
     * The largest number of bytes of attempts in one message. Together with its envelope, a message
     * with so many bytes stays far below 256 KiB, the longest message that Pekko sends to another
     * node.
     */
    private static final int MAX_BATCH_BYTES = 96 * 1024;

    private static final int MAX_BATCH = 512;
    private static final int ENTRY_BYTES = 24;

    /**
     * How many reports of a worker gather until one message acknowledges all these reports. An
     * acknowledgement only lets the worker forget reports, so the acknowledgement can wait for the
     * answer to the worker's next hello. A message for each report would cost as much as the
     * report. Too many unacknowledged reports would fill the worker's memory. A report of a start
     * is acknowledged without delay, because the attempt may be waiting for the acknowledgement.
     */
    private static final int MAX_SETTLED = 8;

    /**
     * The period of acknowledgements, in nanoseconds. If a report may be acknowledged in one
     * period, it is acknowledged by the end of the next period, even if no hello comes.
     */
    private static final long ACKNOWLEDGE_NANOS = 1_000_000_000;

    private final long epoch;
    private final Map<WorkerId, Link> links = new HashMap<>();
    private long acknowledgedAt;

    WorkerLinks(long epoch, long now) {
        this.epoch = epoch;
        this.acknowledgedAt = now;
    }

    /**
     * Answers a hello. Returns whether the hello is the worker's first.
     *
     * @param lacking the kinds that the worker does not have
     * @param differing the kinds of which the worker has another version
     */
    boolean welcome(WorkerEvent.Hello hello, List<String> lacking, List<String> differing) {
        boolean first = !links.containsKey(hello.worker());
        Link link = links.computeIfAbsent(hello.worker(), _ -> new Link(hello));
        link.commands = hello.commands();
        link.files = hello.files();
        link.node = hello.node();
        hello.commands().tell(new WorkerCommand.Welcome(epoch, lacking, differing));
        acknowledge(hello.worker(), link);
        return first;
    }

    /** Returns where a worker can be asked for files; empty if the worker is unknown or gone. */
    Optional<ActorRef<FileRequest>> files(WorkerId worker) {
        return Optional.ofNullable(links.get(worker)).map(link -> link.files);
    }

    /** Returns the same worker with what the worker's node last reported of itself. */
    WorkerView withNode(WorkerView worker) {
        Link link = links.get(new WorkerId(worker.id()));
        return link == null ? worker : worker.with(link.node);
    }

    void refuse(WorkerId worker, String reason) {
        tell(worker, new WorkerCommand.Refused(epoch, reason));
    }

    void forget(WorkerId worker) {
        links.remove(worker);
    }

    /** Forgets all workers except the workers that are {@code known}. */
    void keep(Predicate<WorkerId> known) {
        links.keySet().removeIf(known.negate());
    }

    /** Sends attempts of a job, in as many messages as the size of the attempts requires. */
    void run(Decision.Run run, JobWorkload<?, ?, ?> workload, Job job) {
        String kind = job.spec().kind();
        int slots = Math.min(job.slots(), job.tasks());
        List<WorkerCommand.Dispatch> batch = new ArrayList<>();
        int bytes = 0;
        for (Decision.Assignment assignment : run.attempts()) {
            Payload payload = workload.payload(assignment.task(), slots);
            int size = payload.size() + ENTRY_BYTES;
            if (!batch.isEmpty() && (bytes + size > MAX_BATCH_BYTES || batch.size() == MAX_BATCH)) {
                // This message is only a part of the dispatch, so the message carries the number of
                // the previous dispatch. If the message carried the number of its own dispatch, the
                // worker's next hello would claim that the whole dispatch had arrived.
                send(run, run.sequence() - 1, kind, batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            bytes += size;
            batch.add(
                    new WorkerCommand.Dispatch(
                            assignment.slot(),
                            assignment.task(),
                            assignment.attempt(),
                            assignment.confirmStart(),
                            payload));
        }
        send(run, run.sequence(), kind, batch);
    }

    /**
     * Sends a dispatch without attempts. The worker's next hello then shows that the dispatch
     * arrived, and that the worker got no attempt from it.
     */
    void skip(Decision.Run run, Job job) {
        send(run, run.sequence(), job.spec().kind(), List.of());
    }

    /**
     * Tells every worker to delete a job's files, because the coordinator does not know which
     * workers share a directory.
     */
    void discardFiles(JobId job, String kind) {
        WorkerCommand command = new WorkerCommand.DiscardFiles(epoch, job, kind);
        links.values().forEach(link -> link.commands.tell(command));
    }

    /** Carries out what the schedule decided about a worker. */
    void tell(Decision.AboutWorker decision) {
        switch (decision) {
            case Decision.Recall(WorkerId worker, JobId job, int slot, int count) ->
                    tell(worker, new WorkerCommand.RecallAttempts(epoch, job, slot, count));
            case Decision.Cancel(WorkerId worker, var attempts) ->
                    tell(worker, new WorkerCommand.CancelAttempts(epoch, attempts));
            case Decision.Drain(WorkerId worker) -> tell(worker, new WorkerCommand.Drain(epoch));
            case Decision.WriteOff _, Decision.Health _, Decision.Lost _ -> {}
        }
    }

    /**
     * Notes that a worker may forget its reports up to the report with number {@code report}. The
     * worker gets the acknowledgement soon.
     *
     * @param promptly whether the worker gets the acknowledgement without delay, because an attempt
     *     of the worker may be waiting for it
     */
    void acknowledge(WorkerId worker, long report, boolean promptly) {
        Link link = links.get(worker);
        if (link != null) {
            link.settledUpTo = report;
            link.settled += promptly ? MAX_SETTLED : 1;
            if (link.settled >= MAX_SETTLED) {
                acknowledge(worker, link);
            }
        }
    }

    /**
     * Acknowledges reports that have waited for a whole period. The coordinator calls this method
     * at each tick.
     */
    void acknowledge(long now) {
        if (now - acknowledgedAt >= ACKNOWLEDGE_NANOS) {
            acknowledgedAt = now;
            links.forEach((worker, link) -> {
                if (link.overdue) {
                    acknowledge(worker, link);
                }
                link.overdue = link.settled > 0;
            });
        }
    }

    private void acknowledge(WorkerId worker, Link link) {
        link.overdue = false;
        if (link.settled > 0) {
            link.settled = 0;
            tell(worker, new WorkerCommand.Acknowledge(epoch, link.settledUpTo));
        }
    }

    private void send(
            Decision.Run run, long sequence, String kind, List<WorkerCommand.Dispatch> batch) {
        JobId job = run.job();
        tell(run.worker(), new WorkerCommand.RunAttempts(epoch, sequence, job, kind, batch));
    }

    private void tell(WorkerId worker, WorkerCommand command) {
        Link link = links.get(worker);
        if (link != null) {
            link.commands.tell(command);
        }
    }

    private static final class Link {
        private ActorRef<WorkerCommand> commands;
        private ActorRef<FileRequest> files;
        private NodeInfo node;
        private long settledUpTo;
        private int settled;
        private boolean overdue;

        Link(WorkerEvent.Hello hello) {
            commands = hello.commands();
            files = hello.files();
            node = hello.node();
        }
    }
}
