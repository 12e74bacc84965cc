package regatta.protocol;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;

/** Ends actor systems. */
public final class ActorSystems {
    private ActorSystems() {}

    /**
     * Ends an actor system; returns when it has ended. Waits no longer than {@code patience},
     * because Pekko's remoting over TLS sometimes never ends. Call this method on no thread of the
     * actor system.
     */
    public static void end(ActorSystem<?> system, Duration patience) {
        system.terminate();
        system.getWhenTerminated()
                .toCompletableFuture()
                .orTimeout(patience.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(_ -> null)
                .join();
    }
}
