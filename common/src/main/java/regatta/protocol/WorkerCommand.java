package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** The commands of the coordinator to a worker, which ignores those of an older epoch. */
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

    /** The epoch of the coordinator that sent this; epochs only grow. */
    long epoch();

    /**
     * Answers every {@link WorkerEvent.Hello} of a worker that is, or now becomes, registered.
     *
     * @param lacking the workloads of the coordinator that the worker does not have
     * @param differing the workloads of which it has another version
     */
    record Welcome(long epoch, List<String> lacking, List<String> differing)
            implements WorkerCommand {
        public Welcome {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            lacking = Lists.orNone(lacking);
            differing = Lists.orNone(differing);
        }

        /** Welcomes a worker whose workloads are those of the coordinator. */
        public Welcome(long epoch, List<String> lacking) {
            this(epoch, lacking, List.of());
        }
    }

    /** Answers a hello that cannot be accepted; the worker says so and stops. */
    record Refused(long epoch, String reason) implements WorkerCommand {
        public Refused {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            reason = Checks.shortened(reason, Failure.MAX_MESSAGE);
        }
    }

    /**
     * Attempts of one job to run, in order, each in the slot that it names.
     *
     * @param sequence number of this message among those to this worker, from 1; echoed in hellos
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
     * @param confirmStart whether the worker waits until the coordinator acknowledged the report of
     *     the start: a lost worker held this task, and the task may have taken it down
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Dispatch(int slot, int task, int attempt, boolean confirmStart, Payload payload) {
        public Dispatch {
            Checks.slot(slot);
            Checks.task(task, attempt);
            Checks.there("payload", payload);
        }
    }

    /** Hand back up to {@code count} unstarted attempts from the end of a slot's queue. */
    record RecallAttempts(long epoch, JobId job, int slot, int count) implements WorkerCommand {
        public RecallAttempts {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.there("job", job);
            Checks.slot(slot);
            Checks.within("count", count, 0, Integer.MAX_VALUE);
        }
    }

    /** Stop these attempts: unstarted ones at once, running ones by interruption. */
    record CancelAttempts(long epoch, JobAttempts attempts) implements WorkerCommand {
        public CancelAttempts {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.there("attempts", attempts);
        }
    }

    /** The coordinator settled every report up to and including {@code sequence}. */
    record Acknowledge(long epoch, long sequence) implements WorkerCommand {
        public Acknowledge {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.within("sequence", sequence, 0, Checks.MOST);
        }
    }

    /** Take nothing new, hand back what has not started, finish what runs, leave. */
    record Drain(long epoch) implements WorkerCommand {
        public Drain {
            Checks.within("epoch", epoch, 0, Checks.MOST);
        }
    }

    /** Delete the files that tasks of a job left on this machine; no task of it runs any more. */
    record DiscardFiles(long epoch, JobId job, String kind) implements WorkerCommand {
        public DiscardFiles {
            Checks.within("epoch", epoch, 0, Checks.MOST);
            Checks.there("job", job);
            Checks.text("kind", kind, WorkerEvent.MAX_NAME);
        }
    }
}
