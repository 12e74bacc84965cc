package regatta.coordinator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.pekko.actor.typed.ActorRef;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.schedule.Decision;
import regatta.protocol.FileRequest;
import regatta.protocol.JobId;
import regatta.protocol.NodeInfo;
import regatta.protocol.Payload;
import regatta.protocol.WorkerCommand;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;

/**
 * Where each worker takes commands, and which of its reports are settled; confined to its actor.
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
    private long acknowledgedAt = System.nanoTime();

    WorkerLinks(long epoch) {
        this.epoch = epoch;
    }

    /**
     * Answers a hello; returns whether it is the worker's first.
     *
     * @param lacking the kinds that the worker cannot run
     */
    boolean welcome(WorkerEvent.Hello hello, List<String> lacking) {
        boolean first = !links.containsKey(hello.worker());
        Link link = links.computeIfAbsent(hello.worker(), _ -> new Link(hello));
        link.commands = hello.commands();
        link.files = hello.files();
        link.node = hello.node();
        hello.commands().tell(new WorkerCommand.Welcome(epoch, lacking));
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

    void forget(WorkerId worker) {
        links.remove(worker);
    }

    void drain(WorkerId worker) {
        tell(worker, new WorkerCommand.Drain(epoch));
    }

    /** Sends a dispatch, in as many messages as its size asks for. */
    void run(Decision.Run run, String kind, IntFunction<Payload> payloads) {
        List<WorkerCommand.Dispatch> batch = new ArrayList<>();
        int bytes = 0;
        for (Decision.Assignment assignment : run.attempts()) {
            Payload payload = payloads.apply(assignment.task());
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

    /** Tells every worker, since only workers know which of them share a directory. */
    void discardFiles(JobId job, String kind) {
        WorkerCommand command = new WorkerCommand.DiscardFiles(epoch, job, kind);
        links.values().forEach(link -> link.commands.tell(command));
    }

    void recall(Decision.Recall recall) {
        tell(
                recall.worker(),
                new WorkerCommand.RecallAttempts(
                        epoch, recall.job(), recall.slot(), recall.count()));
    }

    void cancel(Decision.Cancel cancel) {
        tell(cancel.worker(), new WorkerCommand.CancelAttempts(epoch, cancel.attempts()));
    }

    /** A report arrived that is settled when {@code parts} of it are kept. */
    void expect(WorkerId worker, long sequence, int parts) {
        Link link = links.get(worker);
        if (link != null) {
            link.unacknowledged.add(new Report(sequence, parts));
            settle(worker, link);
        }
    }

    /** One part of a report is kept. */
    void kept(WorkerId worker, long sequence) {
        Link link = links.get(worker);
        if (link != null) {
            for (Report report : link.unacknowledged) {
                if (report.sequence == sequence && report.open > 0) {
                    report.open--;
                    break;
                }
            }
            settle(worker, link);
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

    private void settle(WorkerId worker, Link link) {
        while (!link.unacknowledged.isEmpty() && link.unacknowledged.getFirst().open == 0) {
            Report report = link.unacknowledged.removeFirst();
            link.settledUpTo = report.sequence;
            link.settled += report.onlyStarts ? MAX_SETTLED : 1;
        }
        if (link.settled >= MAX_SETTLED) {
            acknowledge(worker, link);
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

    private static final class Report {
        private final long sequence;
        private final boolean onlyStarts;
        private int open;

        Report(long sequence, int open) {
            this.sequence = sequence;
            this.open = open;
            onlyStarts = open == 0;
        }
    }

    private static final class Link {
        private ActorRef<WorkerCommand> commands;
        private ActorRef<FileRequest> files;
        private NodeInfo node;
        private final ArrayDeque<Report> unacknowledged = new ArrayDeque<>();
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
