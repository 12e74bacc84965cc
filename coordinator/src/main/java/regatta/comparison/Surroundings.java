package regatta.comparison;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import regatta.comparison.plan.Conditions;
import regatta.comparison.plan.Machine;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.WorkerView;
import regatta.machine.Cores;
import regatta.machine.JvmMeter;
import regatta.machine.NodeWatch;
import regatta.machine.ProcessorTimes;
import regatta.protocol.NodeInfo;

/**
 * Measures what else happens on the machines while the rounds of one comparison run. Confined to
 * the thread that runs the rounds.
 */
final class Surroundings {
    private static final double NANOS = 1e9;

    private final RoundJobs jobs;
    private final SlotShares shares;
    private final NodeWatch watch;
    private final Cores cores = Cores.ofThisProcess();
    private final NodeInfo before;
    private final ProcessorTimes first;
    private final boolean resumed;
    private final Map<String, NodeInfo> firstSeen = new HashMap<>();
    private final Map<String, NodeReadings> groups = new LinkedHashMap<>();
    private double load = -1;

    /**
     * Observes the machine before the first round.
     *
     * @param look how long to observe. The system counts processor time in hundredths of a second,
     *     so a short time shows little.
     * @param resumed whether earlier rounds have run on this machine. If so, the earlier rounds
     *     cause the load, and the load is not recorded as the load before the first round.
     */
    Surroundings(RoundJobs jobs, SlotShares shares, Duration look, boolean resumed)
            throws InterruptedException {
        this.jobs = jobs;
        this.shares = shares;
        this.resumed = resumed;
        List<SlotUse> uses = jobs.slotUse();
        watch = new NodeWatch(Duration.ZERO, kernels(uses));
        Thread.sleep(look);
        before = asBefore(watch.look());
        first = ProcessorTimes.now(cores.allowed());
        see(uses);
    }

    /** Returns the compute kernels that the workers of this JVM report. */
    private static List<String> kernels(List<SlotUse> uses) {
        return uses.stream()
                .map(use -> use.worker().node())
                .filter(node -> node != null && node.pid() == ProcessHandle.current().pid())
                .findFirst()
                .map(NodeInfo::kernels)
                .orElse(List.of());
    }

    /** The readings at the beginning of a round. */
    record Start(
            List<SlotUse> uses, long nanos, OwnTimes own, ProcessorTimes times, long stoodNanos) {}

    Start begin() throws InterruptedException {
        List<SlotUse> uses = jobs.slotUse();
        see(uses);
        // The scan of processes takes processor time. The scan comes before the reading of
        // processor times below, so that the round's total does not contain the scan.
        OwnTimes own = OwnTimes.now(localNodes(uses));
        return new Start(
                uses,
                System.nanoTime(),
                own,
                ProcessorTimes.now(cores.allowed()),
                JvmMeter.ofThisJvm().read().stoodNanos());
    }

    /** Returns the conditions of a round that began with {@code start} and has just ended. */
    Conditions end(Start start, RunReport round) throws InterruptedException {
        ProcessorTimes times = ProcessorTimes.now(cores.allowed());
        long nanos = System.nanoTime() - start.nanos();
        List<SlotUse> uses = jobs.slotUse();
        double own = OwnTimes.now(localNodes(uses)).secondsSince(start.own());
        double used = times.usedSince(start.times());
        see(uses);
        List<WorkerView> ran = SlotShares.ran(uses, round);
        note(ran);
        load = Math.max(load, watch.look().load());
        return new Conditions(
                shares.others(start.uses(), uses, nanos, round),
                used < 0 ? 0 : used - own,
                times.passedSince(start.times()),
                shares.coresOf(ran),
                nanos / NANOS,
                (JvmMeter.ofThisJvm().read().stoodNanos() - start.stoodNanos()) / NANOS,
                SlotShares.lost(start.uses(), uses, round.mode()));
    }

    /** Returns the readings of the machines on which the rounds have run until now. */
    Machine machine() {
        return new Machine(
                before,
                load,
                ProcessorTimes.now(cores.allowed()).stealSince(first),
                groups.values().stream().map(NodeReadings::group).toList());
    }

    private NodeInfo asBefore(NodeInfo node) {
        return resumed ? node.withLoad(-1) : node;
    }

    private void see(List<SlotUse> uses) {
        for (SlotUse use : uses) {
            NodeInfo node = use.worker().node();
            if (node != null) {
                firstSeen.putIfAbsent(use.worker().id(), asBefore(node));
            }
        }
    }

    /** Returns the ids of all node processes on this machine, whoever started them. */
    private Set<Long> localNodes(List<SlotUse> uses) {
        Set<Long> processes = new HashSet<>();
        for (SlotUse use : uses) {
            NodeInfo node = use.worker().node();
            if (node != null && shares.machine(use.worker()).equals(SlotShares.HERE)) {
                processes.add(node.pid());
            }
        }
        return processes;
    }

    private void note(List<WorkerView> ran) {
        Map<String, List<NodeInfo>> seen = new LinkedHashMap<>();
        for (WorkerView worker : ran) {
            NodeInfo node = worker.node();
            String host = shares.machine(worker);
            boolean inThisJvm =
                    node != null && host.equals(SlotShares.HERE) && node.pid() == before.pid();
            if (node != null && !inThisJvm) {
                String name = worker.pool() + " " + host;
                groups.computeIfAbsent(
                        name,
                        _ ->
                                new NodeReadings(
                                        worker.pool(),
                                        host,
                                        firstSeen.getOrDefault(worker.id(), node)));
                seen.computeIfAbsent(name, _ -> new ArrayList<>()).add(node);
            }
        }
        seen.forEach((name, nodes) -> {
            NodeReadings group = groups.get(name);
            if (group != null) {
                group.add(nodes);
            }
        });
    }
}
