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
 * Runs the child JVMs of mode {@code processes}, each with one slot. Only the coordinator's actor
 * may use an instance. No method except {@link #close} blocks.
 *
 * <p>A child ends when its standard input is closed. The operating system closes this input when
 * this JVM ends, so no child outlives this JVM.
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
     * Creates the pool without any child.
     *
     * @param join the address at which the coordinator accepts workers
     */
    public LocalProcesses(ModeSettings.Processes settings, NodeAddress join) {
        this.mode = settings.mode();
        this.command = new ChildCommand(settings, join);
        this.plan = new ProcessPlan(mode.maxSlots(), settings.idleTimeout());
    }

    /** Returns the name of the pool that the children serve. */
    public String pool() {
        return mode.name();
    }

    /** Sets how many children stay alive even without work. */
    public void scale(int warm) {
        plan.scale(warm);
    }

    public boolean owns(WorkerId worker) {
        return plan.owns(worker);
    }

    /**
     * Starts as many children as the wanted slots need.
     *
     * @param wantedSlots the number of slots that the pool's jobs could use
     * @param busy the workers that hold attempts
     * @param whenExited is called once for each child that ended, on any thread
     * @return the children that were idle for too long; the caller drains them
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

    /** Notes that the coordinator has heard of a child's end. */
    public void exited(WorkerId worker, long now) {
        plan.exited(worker, now);
    }

    /**
     * Kills a child that is of no more use, because the attempt in the child's slot does not stop
     * or the coordinator refused the child's worker. The next review starts another child.
     */
    public void replace(WorkerId worker) {
        Child child = children.get(worker);
        if (child != null) {
            child.end();
        }
    }

    /**
     * Kills every child, and returns when all children have ended. After this call no further child
     * starts.
     */
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
                        line -> ChildOutput.pass(id, line),
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
