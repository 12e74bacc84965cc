package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** The commands of the coordinator to a worker. The worker ignores commands of an older epoch. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerCommand.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = WorkerCommand.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = WorkerCommand.RunAttempts.class, name = "run"),
    @JsonSubTypes.Type(value = WorkerCommand.RecallAttempts.class, name = "recall"),
    @JsonSubTypes.Type(value = WorkerCommand.CancelAttempts.class, name = "cancel"),
    @JsonSubTypes.Type(value = WorkerCommand.Acknowledge.class, name = "acknowledge"),
    @JsonSubTypes.Type(value = WorkerCommand.Drain.class, name = "drain"),
    @JsonSubTypes.Type(value = WorkerCommand.DiscardFiles.class, name = "discard-files"),
})
public sealed interface WorkerCommand extends WireMessage {

    /** Returns the epoch of the coordinator that sent this command. Epochs only grow. */
    long epoch();

    /**
     * Answers every {@link WorkerEvent.Hello} that the coordinator accepts. The first one registers
     * the worker.
     *
     * @param lacking the coordinator's workloads that the worker does not have
     * @param differing the workloads of which the worker has another version
     */
    record Welcome(long epoch, List<String> lacking, List<String> differing)
            implements WorkerCommand {
        public Welcome {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            lacking = Lists.orNone(lacking);
            differing = Lists.orNone(differing);
        }

        /** Creates a welcome for a worker whose workloads do not differ from the coordinator's. */
        public Welcome(long epoch, List<String> lacking) {
            this(epoch, lacking, List.of());
        }
    }

    /** Answers a hello that the coordinator cannot accept. The worker logs the reason and stops. */
    record Refused(long epoch, String reason) implements WorkerCommand {
        public Refused {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            reason = Checks.shortened(reason, Failure.MAX_MESSAGE);
        }
    }

    /**
     * Sends attempts of one job, in order; each runs in the slot that it names.
     *
     * @param sequence the number of this message among those to this worker, from 1. The worker's
     *     hellos state the highest number that has arrived.
     * @param kind the workload's kind
     */
    record RunAttempts(long epoch, long sequence, JobId job, String kind, List<Dispatch> attempts)
            implements WorkerCommand {
        public RunAttempts {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.within("sequence", sequence, 0, Checks.MOST);
            Checks.there("job", job);
            Checks.text("kind", kind, WorkerEvent.MAX_NAME);
            attempts = Checks.all("attempts", attempts);
        }
    }

    /**
     * One attempt of a {@link RunAttempts}.
     *
     * @param confirmStart whether the worker reports the start and waits for the acknowledgement
     *     before it runs the task. This is so if a lost worker held the task, because the task may
     *     have killed that worker
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Dispatch(int slot, int task, int attempt, boolean confirmStart, Payload payload) {
        public Dispatch {
            Checks.slot(slot);
            Checks.task(task, attempt);
            Checks.there("payload", payload);
        }
    }

    /** Asks for up to {@code count} unstarted attempts back, from the end of a slot's queue. */
    record RecallAttempts(long epoch, JobId job, int slot, int count) implements WorkerCommand {
        public RecallAttempts {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.there("job", job);
            Checks.slot(slot);
            Checks.within("count", count, 0, Integer.MAX_VALUE);
        }
    }

    /** Stops these attempts. The worker ends unstarted ones and interrupts running ones. */
    record CancelAttempts(long epoch, JobAttempts attempts) implements WorkerCommand {
        public CancelAttempts {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.there("attempts", attempts);
        }
    }

    /**
     * Acknowledges all reports up to and including {@code sequence}, so the worker need not repeat
     * them.
     */
    record Acknowledge(long epoch, long sequence) implements WorkerCommand {
        public Acknowledge {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.within("sequence", sequence, 0, Checks.MOST);
        }
    }

    /** Tells the worker to take nothing new, hand back unstarted attempts, and then leave. */
    record Drain(long epoch) implements WorkerCommand {
        public Drain {
            Checks.within("epoch", epoch, 0, Checks.MOST);
        }
    }

    /**
     * Tells the worker to delete the files that tasks of a job left on its machine. No task of the
     * job runs any more.
     */
    record DiscardFiles(long epoch, JobId job, String kind) implements WorkerCommand {
        public DiscardFiles {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.there("job", job);
            Checks.text("kind", kind, WorkerEvent.MAX_NAME);
        }
    }
}
