package regatta.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Moves the followers of Pekko's stages off the JVM's common pool. */
public final class Stages {
    private Stages() {}

    /**
     * The same outcome in a future whose followers run on that executor. Pekko makes its stages
     * from Scala's futures, which run each follower on the common pool, and that pool has one
     * thread on two cores.
     */
    public static <T> CompletableFuture<T> on(Executor executor, CompletionStage<T> stage) {
        CompletableFuture<T> own = new CompletableFuture<>();
        stage.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        own.complete(value);
                    } else {
                        own.completeExceptionally(failure);
                    }
                },
                executor);
        return own;
    }
}
