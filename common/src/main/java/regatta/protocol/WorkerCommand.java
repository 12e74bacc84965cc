package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * The commands of the coordinator to a worker. The worker ignores a command whose epoch is older
 * than the newest epoch that the worker has seen.
 */
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
     * Answers every {@link WorkerEvent.Hello} that the coordinator accepts. The first welcome tells
     * the worker that the coordinator registered the worker.
     *
     * @param lacking the kinds of the coordinator's workloads that the worker does not have
     * @param differing the kinds of the workloads of which the worker has another version than the
     *     coordinator
     */
    record Welcome(long epoch, List<String> lacking, List<String> differing)
            implements WorkerCommand {
        public Welcome {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            lacking = Lists.orNone(lacking);
            differing = Lists.orNone(differing);
        }

        /**
         * Creates a welcome for a worker that may lack workloads but has no other version of one.
         */
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
     * Sends attempts of one job. Each attempt names its slot, and a slot runs its attempts in the
     * order in which the coordinator sent the attempts.
     *
     * @param sequence the number of this message among the messages of this type to the worker,
     *     from 1. The worker's hellos state the highest number that has arrived.
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
     * One attempt in a {@link RunAttempts} message.
     *
     * @param confirmStart whether the worker reports the start and waits for the acknowledgement
     *     before the worker runs the task; true if an earlier attempt of the task may have caused
     *     the loss of its worker
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Dispatch(int slot, int task, int attempt, boolean confirmStart, Payload payload) {
        public Dispatch {
            Checks.slot(slot);
            Checks.task(task, attempt);
            Checks.there("payload", payload);
        }
    }

    /**
     * Asks the worker to hand back up to {@code count} attempts that have not started, from the end
     * of a slot's queue.
     */
    record RecallAttempts(long epoch, JobId job, int slot, int count) implements WorkerCommand {
        public RecallAttempts {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.there("job", job);
            Checks.slot(slot);
            Checks.within("count", count, 0, Integer.MAX_VALUE);
        }
    }

    /**
     * Tells the worker to stop attempts. The worker ends the attempts that have not started, and
     * interrupts the running attempts.
     */
    record CancelAttempts(long epoch, JobAttempts attempts) implements WorkerCommand {
        public CancelAttempts {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.there("attempts", attempts);
        }
    }

    /**
     * Acknowledges all reports up to and including {@code sequence}, so the worker need not repeat
     * these reports.
     */
    record Acknowledge(long epoch, long sequence) implements WorkerCommand {
        public Acknowledge {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.within("sequence", sequence, 0, Checks.MOST);
        }
    }

    /**
     * Tells the worker to take no new attempts, hand back the attempts that have not started,
     * finish the running attempts, and then leave.
     */
    record Drain(long epoch) implements WorkerCommand {
        public Drain {
            Checks.within("epoch", epoch, 0, Checks.MOST);
        }
    }

    /**
     * Tells the worker to delete the files that tasks of a job wrote on the worker's machine. No
     * task of the job runs any more.
     */
    record DiscardFiles(long epoch, JobId job, String kind) implements WorkerCommand {
        public DiscardFiles {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.there("job", job);
            Checks.text("kind", kind, WorkerEvent.MAX_NAME);
        }
    }
}
