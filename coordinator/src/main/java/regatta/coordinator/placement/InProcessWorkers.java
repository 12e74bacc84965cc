package regatta.coordinator.placement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerEvent;
import regatta.protocol.WorkerId;
import regatta.worker.AttemptRunner;
import regatta.worker.HelloTerms;
import regatta.worker.Ledger;
import regatta.worker.Worker;
import regatta.workload.Workloads;

/**
 * Runs one worker for each in-process mode. The threads of a mode are created when the mode first
 * needs them.
 */
public final class InProcessWorkers implements AutoCloseable {
    private static final Duration HELLO_INTERVAL = Duration.ofSeconds(1);

    private final List<ModeSettings.InProcess> modes;
    private final Workloads workloads;
    private final List<AttemptRunner> runners = new ArrayList<>();

    public InProcessWorkers(List<ModeSettings.InProcess> modes, Workloads workloads) {
        this.modes = List.copyOf(modes);
        this.workloads = workloads;
    }

    /** Starts each worker as a child of the actor {@code parent}. Must be called only once. */
    public void spawn(ActorContext<?> parent, ActorRef<WorkerEvent> coordinator) {
        for (ModeSettings.InProcess each : modes) {
            String name = each.mode().name();
            SlotOffer offer = SlotOffer.any(each.mode().maxSlots());
            AttemptRunner runner =
                    each.dispatcher()
                            .map(dispatcher ->
                                    new AttemptRunner(workloads, offer, dispatcher, name))
                            .orElseGet(() ->
                                    new AttemptRunner(workloads, offer, each.execution(), name));
            runners.add(runner);
            parent.spawn(
                    Worker.create(
                            new Worker.Identity(name, "local"),
                            runner,
                            new Ledger(new WorkerId(name)),
                            coordinator,
                            HelloTerms.patient(HELLO_INTERVAL),
                            _ -> {}),
                    "worker-" + name);
        }
    }

    /** Interrupts all running attempts. Must be called only after the actor system has ended. */
    @Override
    public void close() {
        runners.forEach(AttemptRunner::close);
    }
}
