package regatta.coordinator.placement;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.api.Mode;
import regatta.protocol.NodeAddress;
import regatta.protocol.WorkerId;

/**
 * The child JVMs of the processes mode, one slot each; used from the coordinator's actor alone, and
 * never blocks it.
 *
 * <p>A child ends when its standard input does, so that none outlives this JVM, however that ends.
 */
public final class LocalProcesses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalProcesses.class);

    private final Mode mode;
    private final ChildCommand command;
    private final ProcessPlan plan;
    private final Map<WorkerId, Child> children = new ConcurrentHashMap<>();
    private int next = 1;
    private volatile boolean closed;

    /**
     * Makes the pool, without any child.
     *
     * @param join where the coordinator takes workers
     */
    public LocalProcesses(ModeSettings.Processes settings, NodeAddress join) {
        this.mode = settings.mode();
        this.command = new ChildCommand(settings, join);
        this.plan = new ProcessPlan(mode.maxSlots(), settings.idleTimeout());
    }

    /** The pool that the children serve. */
    public String pool() {
        return mode.name();
    }

    /** Keeps at least that many children, busy or not. */
    public void scale(int warm) {
        plan.scale(warm);
    }

    public boolean owns(WorkerId worker) {
        return plan.owns(worker);
    }

    /**
     * Starts children where slots are wanted.
     *
     * @param wantedSlots slots that the pool's jobs could use
     * @param busy workers that hold attempts
     * @param whenExited called once a child ended, from any thread
     * @return children that had nothing to do for long, to be drained
     */
    public List<WorkerId> review(
            int wantedSlots,
            Set<WorkerId> busy,
            long now,
            BiConsumer<WorkerId, String> whenExited) {
        ProcessPlan.Review review = plan.review(wantedSlots, busy, now);
        for (int i = 0; i < review.start() && !closed; i++) {
            start(now, whenExited);
        }
        return review.drain();
    }

    /** The coordinator has heard that a child ended. */
    public void exited(WorkerId worker, long now) {
        plan.exited(worker, now);
    }

    /** Ends a child whose slot is lost; the next review starts another. */
    public void replace(WorkerId worker) {
        Child child = children.get(worker);
        if (child != null) {
            child.end();
        }
    }

    /** Ends every child, and starts no more; returns when they are gone. */
    @Override
    public void close() {
        closed = true;
        List<Child> last = List.copyOf(children.values());
        last.forEach(Child::end);
        last.forEach(Child::awaitEnd);
    }

    private void start(long now, BiConsumer<WorkerId, String> whenExited) {
        String name = mode.name() + "-" + next++;
        WorkerId id = new WorkerId(name + "-" + ProcessHandle.current().pid());
        plan.started(id, now);
        Child child =
                Child.start(
                        command.lines(id, mode.name(), 1),
                        command.settings().configuration(),
                        line -> LOG.info("{}: {}", id, line),
                        how -> {
                            children.remove(id);
                            if (!closed) {
                                LOG.info("worker process {} ended: {}", id, how);
                                whenExited.accept(id, how);
                            }
                        });
        children.put(id, child);
        if (closed) {
            child.end();
        }
    }
}
