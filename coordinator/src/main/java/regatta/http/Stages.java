package regatta.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Keeps what follows a stage of Pekko's away from the JVM's common pool. */
public final class Stages {
    private Stages() {}

    /**
     * The same outcome in a future whose followers run on that executor. What Pekko returns is made
     * from Scala's futures, and runs each follower on the common pool, which has one thread on two
     * cores.
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
