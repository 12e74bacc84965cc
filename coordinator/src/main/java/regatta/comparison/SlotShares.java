package regatta.comparison;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.NodeInfo;

/**
 * Computes which part of the slot time on a round's machines went to jobs outside the comparison.
 *
 * <p>In-process modes, child processes and worker nodes on the coordinator's machine share the
 * machine's cores. If any of these workers runs a task of another job, the task disturbs a round on
 * the machine. The slot time of the coordinator's machine is the machine's cores × time. The slot
 * time of another machine is the computing slots of the machine's nodes × time. A slot of another
 * job counts in full even while the slot's task waits, because the task may compute.
 *
 * @param ownHost the name or IP address at which worker nodes join this coordinator
 * @param cores the cores of the coordinator's machine
 */
record SlotShares(String ownHost, double cores) {
    static final String HERE = "";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "::1", "localhost");

    /**
     * Returns the part of the slot time, 0 to 1, that other jobs used.
     *
     * @param before the slot use when the round began
     * @param after the slot use when the round had ended
     * @param nanos the time from {@code before} to {@code after}, in nanoseconds
     * @param round the report of the round's job
     */
    double others(List<SlotUse> before, List<SlotUse> after, long nanos, RunReport round) {
        Set<String> machines = new HashSet<>();
        ran(after, round).forEach(worker -> machines.add(machine(worker)));
        Map<String, Long> earlier = new HashMap<>();
        before.forEach(use -> earlier.put(use.worker().id(), use.othersNanos()));
        double used = 0;
        double slots = machines.contains(HERE) ? cores : 0;
        for (SlotUse use : after) {
            String machine = machine(use.worker());
            if (machines.contains(machine)) {
                long since = earlier.getOrDefault(use.worker().id(), 0L);
                used += Math.max(0, use.othersNanos() - since);
                slots += machine.equals(HERE) ? 0 : offered(use.worker());
            }
        }
        return slots == 0 || nanos <= 0 ? 0 : Math.clamp(used / (slots * nanos), 0, 1);
    }

    /** Returns the workers that ran tasks of a round. */
    static List<WorkerView> ran(List<SlotUse> after, RunReport round) {
        Set<String> ids = new HashSet<>();
        round.workers().forEach(share -> ids.add(share.worker()));
        return after.stream().map(SlotUse::worker).filter(w -> ids.contains(w.id())).toList();
    }

    /**
     * Returns the sum of the cores of these workers' machines; 0 if the cores of a machine are
     * unknown.
     */
    double coresOf(List<WorkerView> workers) {
        Map<String, Double> machines = new HashMap<>();
        for (WorkerView worker : workers) {
            NodeInfo node = worker.node();
            String machine = machine(worker);
            double known = node == null ? 0 : node.cores();
            machines.merge(machine, machine.equals(HERE) ? cores : known, Math::max);
        }
        return machines.containsValue(0.0)
                ? 0
                : machines.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * Returns how many workers of a mode were present in {@code before} and are lost or missing in
     * {@code after}.
     */
    static int lost(List<SlotUse> before, List<SlotUse> after, String mode) {
        Map<String, WorkerView.State> states = new HashMap<>();
        after.forEach(use -> states.put(use.worker().id(), use.worker().state()));
        return (int)
                before.stream()
                        .map(SlotUse::worker)
                        .filter(worker -> worker.pool().equals(mode) && worker.state().present())
                        .filter(worker -> isLost(states.get(worker.id())))
                        .count();
    }

    private static boolean isLost(WorkerView.@Nullable State now) {
        return now == null || now == WorkerView.State.LOST;
    }

    private static int offered(WorkerView worker) {
        return switch (worker.state()) {
            case JOINED, DRAINING -> worker.slots();
            case LEFT, LOST -> 0;
        };
    }

    /**
     * Returns the host of a worker's address; empty if the worker runs on the coordinator's own
     * machine.
     */
    String machine(WorkerView worker) {
        int port = worker.address().lastIndexOf(':');
        String host = port < 0 ? HERE : worker.address().substring(0, port);
        return LOOPBACK.contains(host) || host.equals(ownHost) ? HERE : host;
    }
}
