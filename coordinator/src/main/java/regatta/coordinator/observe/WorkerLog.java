package regatta.coordinator.observe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.schedule.Decision;

/**
 * Logs each worker that joins, drains, leaves, is lost, rests after failures or is well again. The
 * audit log records which nodes join and leave.
 */
public final class WorkerLog implements JobObserver {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLog.class);
    private static final Logger AUDIT = LoggerFactory.getLogger("regatta.audit");

    private final Predicate<String> leased;
    private Map<String, WorkerView> known = new HashMap<>();

    /**
     * Creates a log that knows no worker yet.
     *
     * @param leased returns for the name of a pool whether the pool's workers live in other
     *     processes
     */
    public WorkerLog(Predicate<String> leased) {
        this.leased = leased;
    }

    @Override
    public void workers(List<WorkerView> workers) {
        Map<String, WorkerView> now =
                workers.stream()
                        .filter(worker -> leased.test(worker.pool()))
                        .collect(Collectors.toMap(WorkerView::id, worker -> worker));
        now.values().forEach(worker -> compare(known.get(worker.id()), worker));
        known.forEach((id, before) -> {
            if (!now.containsKey(id) && before.state().present()) {
                AUDIT.info("worker {} left", id);
            }
        });
        known = now;
    }

    private static void compare(@Nullable WorkerView before, WorkerView worker) {
        if (before != null && before.state() == worker.state()) {
            return;
        }
        switch (worker.state()) {
            case JOINED ->
                    AUDIT.info(
                            "worker {} {} pool {} from {} with {} slots{}",
                            worker.id(),
                            before == null ? "joined" : "is back in",
                            worker.pool(),
                            worker.address(),
                            worker.slots(),
                            worker.ioSlots() == 0 ? "" : ", " + worker.ioSlots() + " for waiting");
            case DRAINING -> AUDIT.info("worker {} drains: it takes nothing new", worker.id());
            case LEFT -> AUDIT.info("worker {} left", worker.id());
            // The schedule's decision says when and why a worker is lost.
            case LOST -> {}
        }
    }

    /** Returns how many attempts a worker ran when this log last got the list of workers. */
    private int running(String worker) {
        WorkerView before = known.get(worker);
        return before == null ? 0 : before.running();
    }

    @Override
    public void decided(Decision.AboutWorker decision) {
        switch (decision) {
            case Decision.Lost(var worker, String how) ->
                    LOG.warn(
                            "lost worker {}: {}; running attempts: {}, which now run elsewhere",
                            worker,
                            how,
                            running(worker.value()));
            case Decision.Health(var worker, String why) ->
                    LOG.warn(
                            "worker {} {}",
                            worker,
                            why.isEmpty() ? "is well again" : "rests: " + why);
            case Decision.WriteOff off ->
                    LOG.warn(
                            "slot {} of worker {} is written off: task {} of job {} does not stop",
                            off.slot(),
                            off.worker(),
                            off.task(),
                            off.job());
            case Decision.Cancel(var worker, var attempts) ->
                    LOG.debug(
                            "worker {} is told to stop {} attempts of job {}",
                            worker,
                            attempts.attempts().size(),
                            attempts.job());
            case Decision.Recall _, Decision.Drain _ -> {}
        }
    }
}
