package regatta.worker;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a message takes until an actor on the default dispatcher of an actor system
 * receives the message.
 *
 * <p>A separate thread sends the messages at a fixed rate, whether or not earlier messages have
 * arrived. If the actor system has no free thread for a while, every message sent during that while
 * is late. Safe from any thread.
 */
final class SystemProbe implements AutoCloseable {
    private static final long EVERY_MILLIS = 5;

    private final DelayCounts counts = new DelayCounts();
    private final ScheduledExecutorService clock;
    private @Nullable ActorRef<Long> actor;
    private @Nullable ScheduledFuture<?> sending;
    private boolean wanted;

    SystemProbe(String name) {
        clock =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name(name + "-probe").daemon().factory());
    }

    /**
     * Returns the behavior of the actor to spawn on the default dispatcher. Each message is the
     * time at which the probe sent the message.
     */
    Behavior<Long> behavior() {
        return Behaviors.receiveMessage(sentAt -> {
            counts.add(System.nanoTime() - sentAt);
            return Behaviors.same();
        });
    }

    synchronized void through(ActorRef<Long> spawned) {
        actor = spawned;
        review();
    }

    /**
     * Starts or stops sending messages.
     *
     * @param tasks whether tasks run now; without running tasks nobody needs the measurement
     */
    synchronized void want(boolean tasks) {
        wanted = tasks;
        review();
    }

    private void review() {
        ActorRef<Long> to = actor;
        if (wanted && to != null && sending == null) {
            sending =
                    clock.scheduleAtFixedRate(
                            () -> to.tell(System.nanoTime()),
                            EVERY_MILLIS,
                            EVERY_MILLIS,
                            TimeUnit.MILLISECONDS);
        } else if (!wanted && sending != null) {
            sending.cancel(false);
            sending = null;
        }
    }

    DelayCounts counts() {
        return counts;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
