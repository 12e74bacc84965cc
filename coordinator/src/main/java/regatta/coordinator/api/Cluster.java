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

    /** Returns why the store cannot keep a job now; empty if the store can keep a job. */
    CompletionStage<Optional<String>> unready();

    CompletionStage<List<WorkerView>> workers();

    /**
     * Drains a worker. Once the attempts of the worker have ended, the worker is out of use. The
     * answer is empty if there is no worker with this id.
     */
    CompletionStage<Optional<WorkerView>> drain(WorkerId id);

    /**
     * Keeps {@code workers} worker JVMs running in the pool of the mode {@code processes}. Returns
     * the number {@code workers}.
     */
    CompletionStage<Integer> scale(int workers);
}
