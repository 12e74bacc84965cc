package regatta.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.comparison.Arm;
import regatta.coordinator.comparison.Comparison;

/** Runs the comparisons of one command against one coordinator; for one thread. */
public final class CompareRun {
    private static final int SLOTS_FOR_WAITING = 16;

    private final Api api;
    private final Rounds rounds;
    private final Wishes wishes;
    private final Optional<EmbeddedCoordinator> embedded;
    private final List<Mode> modes;

    /**
     * A run.
     *
     * @param embedded the coordinator behind {@code api} where it is this command's own: only then
     *     workers are started for the comparison
     */
    public CompareRun(Api api, Wishes wishes, Optional<EmbeddedCoordinator> embedded)
            throws IOException, InterruptedException {
        this.api = api;
        this.rounds = new Rounds(api);
        this.wishes = wishes;
        this.embedded = embedded;
        this.modes = usable(api, embedded.isPresent());
    }

    /** A job to compare; it may need to run something to know its size. */
    @FunctionalInterface
    public interface Job {
        ObjectNode make(CompareRun run)
                throws IOException, InterruptedException, ComparisonFailedException;
    }

    /**
     * Plans the jobs, starts the workers that they need, and runs them one after the other.
     *
     * @param listener makes one for each comparison, to be told of its rounds
     */
    public List<Comparison> run(List<Job> jobs, Supplier<Rounds.Listener> listener)
            throws IOException, InterruptedException, ComparisonFailedException {
        List<PlannedComparison> planned = new ArrayList<>();
        for (Job job : jobs) {
            planned.add(wishes.plan(job.make(this), modes.stream().map(Mode::name).toList()));
        }
        Map<String, Double> startSeconds = start(planned);
        List<Comparison> comparisons = new ArrayList<>();
        for (PlannedComparison each : planned) {
            comparisons.add(rounds.run(each, startSeconds, listener.get()));
        }
        return comparisons;
    }

    /** How often the source's sums have to be done so that one thread takes about a second. */
    public int repeatOfSourceSums()
            throws IOException, InterruptedException, ComparisonFailedException {
        boolean batch = modes.stream().anyMatch(mode -> mode.name().equals(Arm.BATCH));
        return Sizing.repeat(rounds, batch ? Arm.BATCH : modes.getFirst().name());
    }

    /** Cancels what runs; safe from any thread. */
    public void cancel() throws IOException, InterruptedException {
        rounds.cancel();
    }

    /** A coordinator that others run has a mode of nodes only where nodes have joined. */
    private static List<Mode> usable(Api api, boolean own)
            throws IOException, InterruptedException {
        List<String> pools = new ArrayList<>();
        for (JsonNode worker : api.send("GET", "/api/v1/workers", null).path("items")) {
            pools.add(worker.path("pool").asText());
        }
        List<Mode> usable = new ArrayList<>();
        for (JsonNode item : api.send("GET", "/api/v1/modes", null).path("items")) {
            Mode mode = ReportJson.MAPPER.treeToValue(item, Mode.class);
            if (own || mode.placement() != Placement.NODES || pools.contains(mode.name())) {
                usable.add(mode);
            }
        }
        usable.sort(Comparator.comparingInt(mode -> Arm.simplicity(mode.name())));
        return usable;
    }

    private Map<String, Double> start(List<PlannedComparison> planned)
            throws IOException, InterruptedException, ComparisonFailedException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        if (embedded.isEmpty()) {
            return seconds;
        }
        int slots = 1;
        for (PlannedComparison each : planned) {
            slots = Math.max(slots, slots(each));
        }
        List<String> needed =
                planned.stream().flatMap(p -> p.plan().arms().stream()).map(Arm::mode).toList();
        for (Mode mode : modes) {
            if (needed.contains(mode.name()) && mode.placement() != Placement.IN_PROCESS) {
                seconds.put(mode.name(), start(embedded.get(), mode, slots));
            }
        }
        return seconds;
    }

    private double start(EmbeddedCoordinator own, Mode mode, int slots)
            throws IOException, InterruptedException, ComparisonFailedException {
        Warmth warmth = new Warmth(api);
        if (mode.placement() == Placement.LOCAL_PROCESSES) {
            return warmth.processes(Math.min(slots, mode.maxSlots()));
        }
        long start = System.nanoTime();
        own.startNodes(mode.name(), slots);
        return warmth.joined(mode.name(), slots, start);
    }

    /** The most slots that an arm has: as many as it asks for, or as its workload gets unasked. */
    private int slots(PlannedComparison planned) throws IOException, InterruptedException {
        int asked = planned.plan().arms().stream().mapToInt(Arm::slots).max().orElse(0);
        boolean left = planned.plan().arms().stream().anyMatch(arm -> arm.slots() == 0);
        return left ? Math.max(asked, unasked(planned)) : asked;
    }

    private int unasked(PlannedComparison planned) throws IOException, InterruptedException {
        String kind = planned.job().path("workload").path("kind").asText();
        for (JsonNode item : api.send("GET", "/api/v1/workloads", null).path("items")) {
            if (item.path("kind").asText().equals(kind)
                    && item.path("demand").asText().equals("WAITING")) {
                return SLOTS_FOR_WAITING;
            }
        }
        return Runtime.getRuntime().availableProcessors();
    }
}
