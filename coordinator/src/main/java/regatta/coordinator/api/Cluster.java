package regatta.coordinator.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import regatta.protocol.WorkerId;

/**
 * The workers of a coordinator and its health, as {@link Jobs} has its jobs: safe from any thread,
 * and every stage fails with a {@link java.util.concurrent.TimeoutException} when the coordinator
 * does not answer in time.
 */
public interface Cluster {

    /** Why no job can be kept now; empty when one can. */
    CompletionStage<Optional<String>> unready();

    CompletionStage<List<WorkerView>> workers();

    /**
     * Takes a worker out of use once what it runs has ended; empty where there is none of that id.
     */
    CompletionStage<Optional<WorkerView>> drain(WorkerId id);

    /** Keeps that many warm worker JVMs in the pool of the processes mode; returns the number. */
    CompletionStage<Integer> scale(int workers);
}
