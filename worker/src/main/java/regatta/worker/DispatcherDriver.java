package regatta.worker;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.workload.FailureSide;

/**
 * Runs each slot's attempts in an actor on a Pekko dispatcher. The actor runs one attempt for each
 * message.
 *
 * <p>When the first attempt arrives, a separate thread starts the actor system.
 */
final class DispatcherDriver implements SlotDriver {
    private final DispatcherSettings dispatcher;
    private final String name;
    private final SystemProbe probe;
    private final @Nullable PoolMeter carriers;
    private final Map<Slot, ActorRef<Slot>> actors = new ConcurrentHashMap<>();
    private @Nullable CompletableFuture<ActorSystem> system;

    DispatcherDriver(DispatcherSettings dispatcher, String name) {
        this.dispatcher = dispatcher;
        this.name = name.replaceAll("[^a-zA-Z0-9-]", "-");
        this.probe = new SystemProbe(name);
        this.carriers =
                dispatcher.kind() == DispatcherSettings.Kind.VIRTUAL_THREADS
                        ? PoolMeter.ofCarriers()
                        : null;
    }

    @Override
    public void go(Slot slot) {
        var _ =
                started()
                        .whenComplete((running, failure) -> {
                            if (failure == null) {
                                actor(running, slot).tell(slot);
                            } else {
                                fail(slot, failure);
                            }
                        });
    }

    private synchronized CompletableFuture<ActorSystem> started() {
        if (system == null) {
            CompletableFuture<ActorSystem> starting = new CompletableFuture<>();
            system = starting;
            Thread.ofPlatform().daemon().name(name + "-start").start(() -> start(starting));
        }
        return system;
    }

    private void start(CompletableFuture<ActorSystem> starting) {
        try {
            ActorSystem started = dispatcher.start("tasks-" + name);
            probe.through(Adapter.spawn(started, probe.behavior(), "probe"));
            starting.complete(started);
        } catch (RuntimeException | LinkageError wrong) {
            starting.completeExceptionally(wrong);
        }
    }

    private ActorRef<Slot> actor(ActorSystem running, Slot slot) {
        return actors.computeIfAbsent(
                slot,
                _ ->
                        Adapter.spawnAnonymous(
                                running,
                                behavior(),
                                DispatcherSelector.fromConfig(dispatcher.id())));
    }

    private Behavior<Slot> behavior() {
        return Behaviors.setup(context ->
                Behaviors.receiveMessage(slot -> {
                    if (step(slot)) {
                        context.getSelf().tell(slot);
                    }
                    return Behaviors.same();
                }));
    }

    /** Runs the slot's next attempt; returns whether the slot has a further attempt. */
    private boolean step(Slot slot) {
        AttemptMeter meter = carriers == null ? ThreadMeter.ofThisThread() : carriers;
        meter.begin();
        Attempt attempt = slot.begin(Thread.currentThread());
        if (attempt == null) {
            return false;
        }
        Outcome outcome = attempt.run();
        long now = System.nanoTime();
        return slot.end(attempt, new Slot.End(outcome, now, meter.lap(now)));
    }

    private void fail(Slot slot, Throwable failure) {
        String message =
                "the dispatcher %s cannot start: %s"
                        .formatted(dispatcher.id(), failure.getMessage());
        boolean more = true;
        while (more) {
            Attempt attempt = slot.begin(null);
            more =
                    attempt != null
                            && slot.end(
                                    attempt,
                                    new Slot.End(
                                            new Outcome.Failed(
                                                    new Failure(
                                                            Failure.ERROR,
                                                            message,
                                                            false,
                                                            FailureSide.NODE,
                                                            0)),
                                            System.nanoTime(),
                                            Spent.UNKNOWN));
        }
    }

    @Override
    public @Nullable PoolMeter pool() {
        return carriers;
    }

    @Override
    public SystemProbe probe() {
        return probe;
    }

    /**
     * Interrupts running attempts, because the actor system ends only after its actors have
     * finished their attempts.
     */
    @Override
    public synchronized void close() {
        probe.close();
        if (system != null) {
            actors.keySet().forEach(Slot::abandon);
            var _ = system.thenAccept(ActorSystem::terminate);
        }
    }
}
