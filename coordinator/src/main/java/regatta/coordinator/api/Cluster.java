package regatta.coordinator.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import regatta.protocol.WorkerId;

/**
 * The workers of a coordinator and its health. Safe from any thread. Every stage fails with a
 * {@link java.util.concurrent.TimeoutException} if the coordinator does not answer in time.
 */
public interface Cluster {

    /** Returns why the store cannot keep a job now; empty if it can. */
    CompletionStage<Optional<String>> unready();

    CompletionStage<List<WorkerView>> workers();

    /**
     * Drains a worker, which is out of use once its attempts have ended. The answer is empty if
     * there is no worker with this id.
     */
    CompletionStage<Optional<WorkerView>> drain(WorkerId id);

    /**
     * Keeps this many worker JVMs running in the pool of the processes mode. Returns the number.
     */
    CompletionStage<Integer> scale(int workers);
}
