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
     * The oldest version that a coordinator accepts. From version 5 on, the oldest version is the
     * version before {@link #PROTOCOL_VERSION}, so that nodes can be upgraded one after the other,
     * the coordinator first.
     */
    int OLDEST_PROTOCOL_VERSION = 4;

    /**
     * If at most one in {@value} of a slot's prefetched attempts still waits, the slot's queue is
     * low. Then the worker reports the ended attempts, and the coordinator sends more attempts.
     */
    int LOW_WATER = 4;

    /**
     * How many hellos in a row must stay unanswered to show that the worker does not receive what
     * its coordinator sends.
     */
    int UNANSWERED_TO_BE_DEAF = 3;

    /** The largest number of attempts that may wait at one slot. */
    int MAX_PREFETCH = 1_024;

    int MAX_KINDS = 256;
    int MAX_NAME = 128;
    int MAX_ADDRESS = 300;

    WorkerId worker();

    /**
     * Registers a worker and renews the worker's lease. A worker sends a hello every second, and
     * one more hello as soon as a new coordinator welcomes the worker. A new coordinator dispatches
     * to the worker only after a hello with the new epoch, because the new epoch shows that the
     * coordinator's commands arrive.
     *
     * <p>A node of another version may leave out every field but {@code commands}. The coordinator
     * can then still read the hello and refuse the node.
     *
     * @param pool the pool that the worker serves
     * @param address tells people where the worker runs
     * @param kinds the kinds of the workloads that the worker can run
     * @param unanswered how many hellos in a row, directly before this hello, the coordinator did
     *     not answer; at least {@link #UNANSWERED_TO_BE_DEAF} as long as the coordinator has not
     *     answered any hello
     * @param lastRun the highest sequence of a {@link WorkerCommand.RunAttempts} that arrived in
     *     the present epoch; 0 if no {@code RunAttempts} has arrived
     * @param nextReport the number of the oldest report without an acknowledgement, or the number
     *     of the next report if the coordinator has acknowledged all reports
     * @param held the attempts that are queued, running, or ended and not yet acknowledged
     * @param heldAll whether {@code held} names every attempt that the worker holds. If the
     *     attempts do not fit into a hello, the worker leaves some attempts out, and the
     *     coordinator must not conclude that a missing attempt is lost
     * @param draining whether the worker takes no new attempts
     * @param node the worker's node and its machine
     * @param commands the actor that takes the commands to the worker
     * @param files the actor that answers requests for files that tasks wrote
     * @param plugins the kinds that plug-ins brought, each with the digest of its plug-in; empty if
     *     the node's version does not send this field
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
         * Limits how many attempts a hello may name. A run (one entry for consecutive tasks) is
         * short in the message, but its attempts may take much memory at the coordinator.
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
     * A worker's report: what happened at the worker since its last report.
     *
     * @param sequence the number of this report among the reports of this worker, from 1; a report
     *     keeps its number when the worker sends it again
     */
    record Report(WorkerId worker, long sequence, List<JobReport> jobs) implements WorkerEvent {
        public Report {
            Checks.there("worker", worker);
            Checks.within("sequence", sequence, 1, Checks.MOST);
            jobs = Checks.all("jobs", jobs);
        }
    }

    /** Says that the worker holds no attempts and will not return. */
    record Left(WorkerId worker) implements WorkerEvent {
        public Left {
            Checks.there("worker", worker);
        }
    }
}
