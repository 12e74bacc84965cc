package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** The messages of a worker to the coordinator. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerEvent.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = WorkerEvent.Report.class, name = "report"),
    @JsonSubTypes.Type(value = WorkerEvent.Left.class, name = "left"),
})
public sealed interface WorkerEvent extends WireMessage {
    /** The version of this protocol. A new field needs no new version. */
    int PROTOCOL_VERSION = 4;

    /**
     * The oldest version that a coordinator accepts. From version 5 on, it is the version before
     * {@link #PROTOCOL_VERSION}, so that nodes can be upgraded one after the other, the coordinator
     * first.
     */
    int OLDEST_PROTOCOL_VERSION = 4;

    /**
     * A slot's queue is low when at most one in {@value} of its prefetched attempts still waits.
     * Then the worker reports what ended, and the coordinator sends more.
     */
    int LOW_WATER = 4;

    /**
     * How many hellos in a row must stay unanswered to show that the worker does not receive what
     * its coordinator sends.
     */
    int UNANSWERED_TO_BE_DEAF = 3;

    /** The most attempts that wait at one slot. */
    int MAX_PREFETCH = 1_024;

    int MAX_KINDS = 256;
    int MAX_NAME = 128;
    int MAX_ADDRESS = 300;

    WorkerId worker();

    /**
     * Registers a worker and renews its lease. A worker sends it every second, and also at once
     * when a new coordinator welcomes it. The new coordinator dispatches only after a hello with
     * its own epoch, because that shows that its commands arrive.
     *
     * <p>A node of another version may leave out every field but {@code commands}. The coordinator
     * can then still read the hello and refuse the node.
     *
     * @param pool the pool that the worker serves
     * @param address where the worker runs, for people
     * @param kinds the workloads that the worker can run
     * @param unanswered how many hellos in a row, before this one, the coordinator did not answer;
     *     at least {@link #UNANSWERED_TO_BE_DEAF} before the first answer
     * @param lastRun the highest sequence of a {@link WorkerCommand.RunAttempts} that arrived in
     *     the present epoch; 0 before the first
     * @param nextReport the number of the oldest report without an acknowledgement, or of the next
     *     report if all are acknowledged
     * @param held the attempts that are queued, running, or ended and not yet acknowledged
     * @param heldAll whether {@code held} names all attempts. If there are too many, the worker
     *     leaves some out, so the coordinator must not conclude that a missing attempt is lost
     * @param draining whether the worker takes no new attempts
     * @param node the worker's node and its machine
     * @param commands the actor that takes the commands to the worker
     * @param files the actor that answers requests for files that tasks left
     * @param plugins the kinds that plug-ins brought, each with the digest of its plug-in; empty
     *     from nodes of earlier versions
     */
    record Hello(
            int protocolVersion,
            WorkerId worker,
            String pool,
            SlotOffer slots,
            String address,
            List<String> kinds,
            long epoch,
            int unanswered,
            long lastRun,
            long nextReport,
            List<HeldRuns> held,
            boolean heldAll,
            boolean draining,
            NodeInfo node,
            ActorRef<WorkerCommand> commands,
            ActorRef<FileRequest> files,
            Map<String, String> plugins)
            implements WorkerEvent {
        public Hello {
            kinds = Checks.texts("kinds", kinds, MAX_KINDS, MAX_NAME);
            plugins = Lists.orNone(plugins);
            plugins.forEach(Hello::checkPlugin);
            held = Lists.orNone(held);
            Checks.there("commands", commands);
            if (protocolVersion == PROTOCOL_VERSION) {
                Checks.there("worker", worker);
                Checks.text("pool", pool, MAX_NAME);
                Checks.there("slots", slots);
                Checks.text("address", address, MAX_ADDRESS);
                Checks.within("epoch", epoch, 0, Checks.MOST);
                Checks.within("unanswered", unanswered, 0, Integer.MAX_VALUE);
                Checks.within("lastRun", lastRun, 0, Checks.MOST);
                Checks.within("nextReport", nextReport, 1, Checks.MOST);
                Checks.there("node", node);
                Checks.there("files", files);
                checkHeld(slots, held);
            }
        }

        private static void checkPlugin(String kind, String version) {
            Checks.text("a kind of plugins", kind, MAX_NAME);
            Checks.text("a version of plugins", version, MAX_ADDRESS);
        }

        /**
         * Limits how many attempts a hello may name, because a run (consecutive tasks in one entry)
         * is short in the message but takes much memory once it is read.
         */
        private static void checkHeld(SlotOffer slots, List<HeldRuns> held) {
            long live = held.stream().mapToLong(job -> job.count(false)).sum();
            long ended = held.stream().mapToLong(job -> job.count(true)).sum();
            long most = slots.total() + (long) slots.total() * MAX_PREFETCH;
            Checks.within("the attempts that a worker of these slots holds", live, 0, most);
            Checks.within("the ended attempts of a hello", ended, 0, HeldList.MAX_ENDED);
        }

        /** Creates the hello of a worker without plug-ins. */
        public Hello(
                int protocolVersion,
                WorkerId worker,
                String pool,
                SlotOffer slots,
                String address,
                List<String> kinds,
                long epoch,
                int unanswered,
                long lastRun,
                long nextReport,
                List<HeldRuns> held,
                boolean heldAll,
                boolean draining,
                NodeInfo node,
                ActorRef<WorkerCommand> commands,
                ActorRef<FileRequest> files) {
            this(
                    protocolVersion,
                    worker,
                    pool,
                    slots,
                    address,
                    kinds,
                    epoch,
                    unanswered,
                    lastRun,
                    nextReport,
                    held,
                    heldAll,
                    draining,
                    node,
                    commands,
                    files,
                    Map.of());
        }
    }

    /**
     * A worker's report: its news since the last report.
     *
     * @param sequence the number of this report among those of this worker, from 1; a report keeps
     *     its number when the worker sends it again
     */
    record Report(WorkerId worker, long sequence, List<JobReport> jobs) implements WorkerEvent {
        public Report {
            Checks.there("worker", worker);
            Checks.within("sequence", sequence, 1, Checks.MOST);
            jobs = Checks.all("jobs", jobs);
        }
    }

    /** The worker holds nothing and will not return. */
    record Left(WorkerId worker) implements WorkerEvent {
        public Left {
            Checks.there("worker", worker);
        }
    }
}
