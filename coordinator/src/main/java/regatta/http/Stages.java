package regatta.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Moves the code that runs after a Pekko stage away from the JVM's common pool. */
public final class Stages {
    private Stages() {}

    /**
     * Returns a future with the same outcome as the stage. The future's dependent actions run on
     * the executor. Pekko makes its stages from Scala's futures, and a stage made from a Scala
     * future runs each dependent action on the JVM's common pool. On a machine with two cores the
     * common pool has one thread.
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
