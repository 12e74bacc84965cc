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
 * Where each worker takes commands, and when it is told which reports it may forget; confined to
 * the coordinator's actor.
 */
final class WorkerLinks {
    /** Stays far below Artery's frame of 256 KiB, whatever the envelope adds. */
    private static final int MAX_BATCH_BYTES = 96 * 1024;

    private static final int MAX_BATCH = 512;
    private static final int ENTRY_BYTES = 24;

    /**
     * An acknowledgement only lets a worker forget, which can wait for its next hello, whose answer
     * it goes with: a message for each report would cost as much as the report. More than these
     * would fill its memory. The report of a start is different: the attempt may be waiting for it.
     */
    private static final int MAX_SETTLED = 8;

    /** What was settled in one such time is acknowledged by the end of the next, hello or not. */
    private static final long ACKNOWLEDGE_NANOS = 1_000_000_000;

    private final long epoch;
    private final Map<WorkerId, Link> links = new HashMap<>();
    private long acknowledgedAt;

    WorkerLinks(long epoch, long now) {
        this.epoch = epoch;
        this.acknowledgedAt = now;
    }

    /**
     * Answers a hello; returns whether it is the worker's first.
     *
     * @param lacking the kinds that the worker does not have
     * @param differing the kinds of which it has another version
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

    /** Where this worker is asked for files; empty where it was never heard of or is gone. */
    Optional<ActorRef<FileRequest>> files(WorkerId worker) {
        return Optional.ofNullable(links.get(worker)).map(link -> link.files);
    }

    /** The same worker, with what it said last of itself. */
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

    /** Forgets all workers but those of whom this is true. */
    void keep(Predicate<WorkerId> known) {
        links.keySet().removeIf(known.negate());
    }

    /** Sends attempts of a job, in as many messages as their size asks for. */
    void run(Decision.Run run, JobWorkload<?, ?, ?> workload, Job job) {
        String kind = job.spec().kind();
        int slots = Math.min(job.slots(), job.tasks());
        List<WorkerCommand.Dispatch> batch = new ArrayList<>();
        int bytes = 0;
        for (Decision.Assignment assignment : run.attempts()) {
            Payload payload = workload.payload(assignment.task(), slots);
            int size = payload.size() + ENTRY_BYTES;
            if (!batch.isEmpty() && (bytes + size > MAX_BATCH_BYTES || batch.size() == MAX_BATCH)) {
                // Not the whole dispatch yet: a hello that echoed its number now would lie.
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

    /** Tells a worker that nothing comes of a dispatch, so that its next hello says so. */
    void skip(Decision.Run run, Job job) {
        send(run, run.sequence(), job.spec().kind(), List.of());
    }

    /** Tells every worker, since only workers know which of them share a directory. */
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
     * A worker may forget its reports up to this one; it is told soon.
     *
     * @param promptly whether it is told now, for an attempt may be waiting to hear it
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

    /** Tells workers which of their reports they may forget, if it is time; for each tick. */
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
