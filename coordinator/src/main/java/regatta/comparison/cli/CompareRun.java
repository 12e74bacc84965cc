package regatta.comparison.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import regatta.cli.Api;
import regatta.comparison.ComparisonFailedException;
import regatta.comparison.plan.Machine;
import regatta.comparison.report.ComparisonReport;
import regatta.coordinator.api.Mode.Placement;

/** Runs the comparisons of one command at one coordinator; for one thread. */
public final class CompareRun {
    private static final int SLOTS_FOR_WAITING = 16;

    private final Api api;
    private final RemoteComparison comparisons;
    private final Wishes wishes;
    private final Optional<EmbeddedCoordinator> embedded;
    private final List<Available> modes;

    /** A mode that the coordinator has. */
    private record Available(String name, Placement placement, int maxSlots, boolean dispatcher) {}

    /**
     * A run.
     *
     * @param embedded the coordinator behind {@code api} where it is this command's own: only then
     *     workers are started for the comparison
     * @param listener is told how comparisons go
     */
    public CompareRun(
            Api api, Wishes wishes, Optional<EmbeddedCoordinator> embedded, Listener listener)
            throws IOException, InterruptedException {
        this.api = api;
        this.comparisons = new RemoteComparison(api, listener);
        this.wishes = wishes;
        this.embedded = embedded;
        this.modes = usable(api, embedded.isPresent());
    }

    /** Is told how a comparison goes; each is shown as the coordinator writes it. */
    public interface Listener {
        /** Shows nothing. */
        Listener NOBODY =
                new Listener() {
                    @Override
                    public Duration every() {
                        return Duration.ofSeconds(30);
                    }

                    @Override
                    public void begins(JsonNode comparison) {}

                    @Override
                    public void at(JsonNode comparison) {}

                    @Override
                    public void ended() {}
                };

        /** How often it wants to hear. */
        Duration every();

        /** A comparison was accepted. */
        void begins(JsonNode comparison);

        void at(JsonNode comparison);

        /** Nothing runs any more. */
        void ended();
    }

    /**
     * Starts the workers that the jobs need, compares one job after the other, and makes one report
     * of it.
     */
    public ComparisonReport run(List<ComparedJob> jobs)
            throws IOException, InterruptedException, ComparisonFailedException {
        List<String> compared = wishes.modes(names(false), names(true));
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Map<String, Double> startSeconds = start(jobs, compared);
        List<ComparisonReport> reports = new ArrayList<>();
        for (ComparedJob job : jobs) {
            ObjectNode sized = job.sized() ? job.times(repeat(job)) : job.job();
            ComparisonReport report = comparisons.run(wishes.comparison(sized, compared));
            reports.add(report);
        }
        ComparisonReport first = reports.getFirst();
        // Starting the workers raises the load, which is no work of others.
        Machine machine =
                embedded.isPresent() ? first.machine().withLoadBefore(load) : first.machine();
        return whole(reports, machine, startSeconds);
    }

    private List<String> names(boolean dispatchers) {
        return modes.stream()
                .filter(mode -> mode.dispatcher() == dispatchers)
                .map(Available::name)
                .toList();
    }

    private static ComparisonReport whole(
            List<ComparisonReport> reports, Machine machine, Map<String, Double> startSeconds) {
        return ComparisonReport.of(
                reports.getFirst().startedAt(),
                machine.until(reports.getLast().machine()),
                reports.stream()
                        .flatMap(report -> report.comparisons().stream())
                        .map(compared -> compared.comparison().after(startSeconds))
                        .toList());
    }

    /** Cancels what runs; safe from any thread. */
    public void cancel() throws IOException, InterruptedException {
        comparisons.cancel();
    }

    private int repeat(ComparedJob job)
            throws IOException, InterruptedException, ComparisonFailedException {
        return Sizing.repeat(api, job, modes.getFirst().name());
    }

    /**
     * The modes that can be compared, the simplest first, as the coordinator lists them. A
     * coordinator that others run has a mode of nodes only where nodes have joined.
     */
    private static List<Available> usable(Api api, boolean own)
            throws IOException, InterruptedException {
        List<String> pools = new ArrayList<>();
        for (JsonNode worker : api.send("GET", "/api/v1/workers", null).path("items")) {
            if (worker.path("state").asText().equals("JOINED")) {
                pools.add(worker.path("pool").asText());
            }
        }
        List<Available> usable = new ArrayList<>();
        for (JsonNode item : api.send("GET", "/api/v1/modes", null).path("items")) {
            Available mode =
                    new Available(
                            item.path("name").asText(),
                            Placement.valueOf(item.path("placement").asText()),
                            item.path("maxSlots").asInt(),
                            item.path("dispatcher").asBoolean());
            if (own || mode.placement() != Placement.NODES || pools.contains(mode.name())) {
                usable.add(mode);
            }
        }
        return usable;
    }

    /** Starts all at once: the time is that of the machine's cores, whoever is first. */
    private Map<String, Double> start(List<ComparedJob> jobs, List<String> compared)
            throws IOException, InterruptedException, ComparisonFailedException {
        if (embedded.isEmpty()) {
            return Map.of();
        }
        int slots = 1;
        for (ComparedJob job : jobs) {
            int asked = wishes.mostSlots(job.job());
            slots = Math.max(slots, asked == 0 ? unasked(job.kind()) : asked);
        }
        Map<String, Integer> wanted = new LinkedHashMap<>();
        long start = System.nanoTime();
        for (Available mode : modes) {
            if (compared.contains(mode.name()) && mode.placement() != Placement.IN_PROCESS) {
                int most = Math.min(slots, mode.maxSlots());
                wanted.put(mode.name(), most);
                start(embedded.get(), mode, most);
            }
        }
        Map<String, Double> startSeconds = Warmth.joined(api, wanted, start);
        Warmth.run(api, wanted);
        return startSeconds;
    }

    private void start(EmbeddedCoordinator own, Available mode, int slots)
            throws IOException, InterruptedException {
        if (mode.placement() == Placement.LOCAL_PROCESSES) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("workers", slots);
            api.send("PUT", "/api/v1/pools/processes", body);
        } else {
            own.startNodes(mode.name(), slots);
        }
    }

    private int unasked(String kind) throws IOException, InterruptedException {
        for (JsonNode item : api.send("GET", "/api/v1/workloads", null).path("items")) {
            if (item.path("kind").asText().equals(kind)
                    && item.path("demand").asText().equals("WAITING")) {
                return SLOTS_FOR_WAITING;
            }
        }
        return Runtime.getRuntime().availableProcessors();
    }
}
