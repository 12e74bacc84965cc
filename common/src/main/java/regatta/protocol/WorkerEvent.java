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
    /** The version of this protocol; fields may come without a new one. */
    int PROTOCOL_VERSION = 4;

    /**
     * The oldest version that a coordinator takes, so that nodes can be upgraded one after the
     * other: the coordinator first. From version 4 on it is the version before the present one.
     */
    int OLDEST_PROTOCOL_VERSION = 4;

    /**
     * A slot's queue is low when a quarter of the attempts that were sent ahead still waits. Then
     * the worker reports what ended, and the coordinator sends more.
     */
    int LOW_WATER = 4;

    /** A worker with so many unanswered hellos in a row does not hear its coordinator. */
    int UNANSWERED_TO_BE_DEAF = 3;

    /** The most attempts that wait at one slot. */
    int MAX_PREFETCH = 1_024;

    int MAX_KINDS = 256;
    int MAX_NAME = 128;
    int MAX_ADDRESS = 300;

    WorkerId worker();

    /**
     * Registration and heartbeat in one. A worker sends it every second, and at once when another
     * coordinator welcomes it: that one dispatches only after a hello with its own epoch has shown
     * that its commands arrive.
     *
     * <p>A node of another version may leave out every field but {@code commands}, so that the
     * coordinator can read the hello and refuse the node.
     *
     * @param pool the pool that the worker serves
     * @param address where the worker runs, for a person to read
     * @param kinds the workloads that it can run
     * @param unanswered how many hellos in a row, before this one, the coordinator did not answer;
     *     at least {@link #UNANSWERED_TO_BE_DEAF} before the first answer
     * @param lastRun the highest sequence of the {@link WorkerCommand.RunAttempts} that arrived
     *     from the epoch that welcomed it, 0 before the first
     * @param nextReport the number of the first report without an acknowledgement, which may be the
     *     next one
     * @param held attempts queued, running, or ended and not yet acknowledged
     * @param heldAll whether {@code held} names all of them; of very many, the worker leaves out
     *     some that ended, so a missing name says nothing
     * @param draining whether it takes nothing new
     * @param node the worker's node and its machine
     * @param commands where it takes commands
     * @param files where it is asked for files that tasks left
     * @param plugins the kinds that plug-ins brought, each with the digest of its plug-in; nodes of
     *     earlier versions name none
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

        /** Runs are short on the wire; this limits what they become in memory. */
        private static void checkHeld(SlotOffer slots, List<HeldRuns> held) {
            long live = held.stream().mapToLong(job -> job.count(false)).sum();
            long ended = held.stream().mapToLong(job -> job.count(true)).sum();
            long most = slots.total() + (long) slots.total() * MAX_PREFETCH;
            Checks.within("the attempts that a worker of these slots holds", live, 0, most);
            Checks.within("the ended attempts of a hello", ended, 0, HeldList.MAX_ENDED);
        }

        /** A worker without plug-ins. */
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
     * The news since the last report.
     *
     * @param sequence number of this report among those of this worker, from 1; the same report
     *     sent again has the same number
     */
    record Report(WorkerId worker, long sequence, List<JobReport> jobs) implements WorkerEvent {
        public Report {
            Checks.there("worker", worker);
            Checks.within("sequence", sequence, 1, Checks.MOST);
            jobs = Checks.all("jobs", jobs);
        }
    }

    /** The worker holds nothing and will not come back. */
    record Left(WorkerId worker) implements WorkerEvent {
        public Left {
            Checks.there("worker", worker);
        }
    }
}
