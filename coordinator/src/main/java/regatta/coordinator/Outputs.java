package regatta.coordinator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore;
import regatta.coordinator.store.StoreException;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.workload.CombineException;

/** Puts together what the tasks of a job put out, off the actor's thread, and tells the actor. */
final class Outputs {
    private final ActorRef<CoordinatorCommand> self;
    private final Executor executor;
    private final JobStore store;

    Outputs(ActorRef<CoordinatorCommand> self, Executor executor, JobStore store) {
        this.self = self;
        this.executor = executor;
        this.store = store;
    }

    /**
     * Starts to; answered by {@code Combined} or, where the store did not give them, {@code
     * Unreadable}.
     */
    void combine(LiveJob job) {
        JobId id = job.id();
        JobWorkload<?, ?, ?> workload = job.workload();
        var _ =
                CompletableFuture.supplyAsync(() -> combine(id, workload), executor)
                        .whenComplete((combined, unread) ->
                                self.tell(
                                        unread == null
                                                ? combined
                                                : new OwnCommand.Unreadable(id, message(unread))));
    }

    private OwnCommand.Combined combine(JobId id, JobWorkload<?, ?, ?> workload) {
        try (Stream<Settlement> settlements = store.settlements(id)) {
            return new OwnCommand.Combined(id, workload.combine(settlements), null);
        } catch (CombineException contradiction) {
            return new OwnCommand.Combined(id, null, failure(message(contradiction)));
        } catch (StoreException unreadable) {
            // It may be read later: a failure would stay.
            throw unreadable;
        } catch (RuntimeException broken) {
            return new OwnCommand.Combined(id, null, failure(String.valueOf(broken)));
        }
    }

    /** The failure of a job whose tasks all succeeded. */
    static Failure failure(String why) {
        return new Failure("outputs", why, false);
    }

    /** What a stage failed with, in words. */
    static String message(Throwable failure) {
        return String.valueOf(cause(failure).getMessage());
    }

    static Throwable cause(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        return cause == null ? failure : cause;
    }
}
