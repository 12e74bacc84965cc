package regatta.coordinator.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import regatta.coordinator.api.RunReport;
import regatta.coordinator.api.SlotUse;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.comparison.Conditions;
import regatta.coordinator.comparison.Machine;
import regatta.coordinator.comparison.NodeGroup;
import regatta.machine.NodeWatch;
import regatta.machine.ProcessorTimes;
import regatta.protocol.NodeInfo;

/** What goes on around the rounds of one comparison; confined to the thread that runs them. */
final class Surroundings {
    /** Times are counted in hundredths of a second: enough of them for half a percent. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final double NANOS = 1e9;

    private final RoundJobs jobs;
    private final SlotShares shares;
    private final NodeInfo before;
    private final ProcessorTimes first = ProcessorTimes.now();
    private final NodeWatch watch = new NodeWatch(Duration.ZERO);
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private double load = -1;

    private Surroundings(RoundJobs jobs, SlotShares shares, NodeInfo before) {
        this.jobs = jobs;
        this.shares = shares;
        this.before = before;
    }

    /** Looks at the machine for a second. */
    static Surroundings look(RoundJobs jobs, SlotShares shares) throws InterruptedException {
        NodeWatch watch = new NodeWatch(Duration.ZERO);
        Thread.sleep(LOOK);
        return new Surroundings(jobs, shares, watch.look());
    }

    /** How things stood when a round began. */
    record Start(List<SlotUse> uses, long nanos, ProcessorTimes times, double ownSeconds) {}

    Start begin() throws InterruptedException {
        List<SlotUse> uses = jobs.slotUse();
        return new Start(uses, System.nanoTime(), ProcessorTimes.now(), ownSeconds(uses));
    }

    /** What a round that began so and has just ended was surrounded by. */
    Conditions end(Start start, RunReport round) throws InterruptedException {
        long nanos = System.nanoTime() - start.nanos();
        List<SlotUse> after = jobs.slotUse();
        List<WorkerView> ran = SlotShares.ran(after, round);
        load = Math.max(load, watch.look().load());
        note(ran);
        return new Conditions(
                shares.others(start.uses(), after, nanos, round),
                foreign(start, nanos / NANOS, ownSeconds(after)),
                shares.coresOf(ran),
                nanos / NANOS);
    }

    /** Where all rounds ran. */
    Machine machine() {
        return new Machine(
                before,
                load,
                ProcessorTimes.now().stealSince(first),
                groups.values().stream().map(Group::read).toList());
    }

    private double foreign(Start start, double seconds, double ownSeconds) {
        double used = ProcessorTimes.now().usedSince(start.times());
        if (used < 0 || seconds <= 0) {
            return -1;
        }
        double foreign = used - (ownSeconds - start.ownSeconds());
        return Math.clamp(foreign / (shares.cores() * seconds), 0, 1);
    }

    /** Processor time of this process, what it started, and the nodes of its machine. */
    private double ownSeconds(List<SlotUse> uses) {
        ProcessHandle self = ProcessHandle.current();
        Set<ProcessHandle> own = new HashSet<>();
        Stream.concat(Stream.of(self), self.descendants()).forEach(own::add);
        for (SlotUse use : uses) {
            NodeInfo node = use.worker().node();
            if (node != null && shares.machine(use.worker()).equals(SlotShares.HERE)) {
                ProcessHandle.of(node.pid()).ifPresent(own::add);
            }
        }
        return own.stream()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToDouble(time -> time.toNanos() / NANOS)
                .sum();
    }

    private void note(List<WorkerView> ran) {
        Map<String, List<WorkerView>> byGroup = new LinkedHashMap<>();
        for (WorkerView worker : ran) {
            if (isApart(worker)) {
                byGroup.computeIfAbsent(
                                worker.pool() + " " + shares.machine(worker),
                                _ -> new ArrayList<>())
                        .add(worker);
            }
        }
        byGroup.forEach((name, workers) -> {
            WorkerView one = workers.getFirst();
            groups.computeIfAbsent(name, _ -> new Group(one.pool(), shares.machine(one)))
                    .add(workers);
        });
    }

    /** Whether it has a JVM of its own. */
    private boolean isApart(WorkerView worker) {
        NodeInfo node = worker.node();
        boolean here = shares.machine(worker).equals(SlotShares.HERE);
        return node != null && !(here && node.pid() == before.pid());
    }

    /** Nodes of one pool on one machine, as they are seen after each round. */
    private static final class Group {
        private final String pool;
        private final String host;
        private final List<NodeInfo> readings = new ArrayList<>();
        private int nodes;

        Group(String pool, String host) {
            this.pool = pool;
            this.host = host;
        }

        void add(List<WorkerView> workers) {
            nodes = Math.max(nodes, workers.size());
            workers.stream()
                    .map(WorkerView::node)
                    .forEach(node -> {
                        if (node != null) {
                            readings.add(node);
                        }
                    });
        }

        NodeGroup read() {
            return new NodeGroup(
                    pool,
                    host,
                    nodes,
                    readings.getFirst(),
                    readings.stream().mapToDouble(NodeInfo::load).max().orElse(-1),
                    readings.stream().mapToDouble(NodeInfo::steal).average().orElse(-1));
        }
    }
}
