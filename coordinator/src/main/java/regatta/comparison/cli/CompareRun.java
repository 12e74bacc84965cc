package regatta.comparison.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import regatta.cli.Api;
import regatta.cli.EmbeddedCoordinator;
import regatta.comparison.ComparisonFailedException;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Machine;
import regatta.comparison.report.ComparisonReport;
import regatta.comparison.report.Incomplete;
import regatta.coordinator.api.Mode.Placement;

/**
 * Runs the comparisons of one command on one coordinator. Confined to one thread, unless a method
 * says otherwise.
 */
public final class CompareRun {
    private static final int SLOTS_FOR_WAITING = 16;

    private final Api api;
    private final RemoteComparison comparisons;
    private final Wishes wishes;
    private final Optional<EmbeddedCoordinator> embedded;
    private final List<Available> modes;
    private final List<ComparisonReport> done = new CopyOnWriteArrayList<>();
    private volatile List<Submission> left = List.of();
    private @Nullable Resumption before;

    /** A mode of the coordinator. */
    private record Available(String name, Placement placement, int maxSlots, boolean dispatcher) {}

    /**
     * Prepares a run and reads the modes of the coordinator.
     *
     * @param embedded this command's own coordinator, if {@code api} sends requests to that
     *     coordinator; otherwise empty. The run starts workers only on an own coordinator.
     * @param listener hears of the progress of comparisons
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

    /** Hears of the progress of comparisons, each in the JSON form of the HTTP API. */
    public interface Listener {
        /** A listener that ignores all progress. */
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

        /** Returns the time between two calls of {@link #at}. */
        Duration every();

        /** Hears that the coordinator accepted a comparison. */
        void begins(JsonNode comparison);

        void at(JsonNode comparison);

        /** Hears that no comparison runs any more. */
        void ended();
    }

    /**
     * Starts the workers that the jobs need, compares one job after another, and returns one report
     * of all comparisons.
     */
    public ComparisonReport run(List<ComparedJob> jobs)
            throws IOException, InterruptedException, ComparisonFailedException {
        List<String> compared = wishes.modes(names(false), names(true));
        return compare(
                jobs.stream()
                        .map(job ->
                                new Submission(
                                        wishes.comparison(job.job(), compared),
                                        job.sized(),
                                        job.ownOrigin()))
                        .toList());
    }

    private List<String> names(boolean dispatchers) {
        return modes.stream()
                .filter(mode -> mode.dispatcher() == dispatchers)
                .map(Available::name)
                .toList();
    }

    /**
     * Runs the rounds that an interrupted command did not run, and returns one report of the rounds
     * of both commands.
     */
    ComparisonReport resume(Resumption interrupted, Optional<SlowOrigin> origin)
            throws IOException, InterruptedException, ComparisonFailedException {
        before = interrupted;
        List<Submission> submissions = new ArrayList<>();
        for (Submission each : interrupted.left()) {
            submissions.add(each.ownOrigin() ? each.from(origin.orElseThrow()) : each);
        }
        return compare(submissions);
    }

    private ComparisonReport compare(List<Submission> submissions)
            throws IOException, InterruptedException, ComparisonFailedException {
        left = submissions;
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Map<String, Double> startSeconds = start(submissions);
        Optional<Comparison> begun = before == null ? Optional.empty() : before.report().begun();
        if (begun.isPresent()) {
            embedded.orElseThrow().goOnAfter(begun.get().plan(), begun.get().rounds());
        }
        for (int at = 0; at < submissions.size(); at++) {
            Submission next = submissions.get(at);
            Submission sized = next.sized() ? next.times(repeat(next)) : next;
            List<Submission> rest = new ArrayList<>(submissions.subList(at, submissions.size()));
            rest.set(0, sized);
            left = List.copyOf(rest);
            done.add(comparisons.run(sized.body()));
        }
        left = List.of();
        // The report needs the load average from before the start of the workers, because only the
        // earlier load is work of other programs.
        return whole(embedded.isPresent() ? Optional.of(load) : Optional.empty(), startSeconds);
    }

    private ComparisonReport whole(Optional<Double> load, Map<String, Double> startSeconds) {
        List<Comparison> all = new ArrayList<>();
        done.forEach(report ->
                report.comparisons()
                        .forEach(each -> all.add(each.comparison().after(startSeconds))));
        Machine machine = done.getFirst().machine();
        machine = load.isPresent() ? machine.withLoadBefore(load.get()) : machine;
        return joined(done.getFirst().startedAt(), machine.until(done.getLast().machine()), all);
    }

    /**
     * Creates a report of all comparisons. The comparisons of an interrupted command come before
     * {@code these}.
     */
    private ComparisonReport joined(Instant startedAt, Machine machine, List<Comparison> these) {
        if (before == null) {
            return ComparisonReport.of(startedAt, machine, these);
        }
        List<Comparison> all = new ArrayList<>(before.complete());
        all.addAll(these);
        ComparisonReport earlier = before.report();
        return ComparisonReport.of(earlier.startedAt(), earlier.machine().until(machine), all);
    }

    /**
     * Cancels the running comparison, and returns an incomplete report that also says which
     * comparisons remain to be run; empty if there is no round to report. Safe from any thread.
     *
     * @param why why the comparison ends now, as a phrase that follows a colon
     */
    Optional<ComparisonReport> incomplete(String why) throws IOException, InterruptedException {
        List<Submission> next = left;
        Optional<ComparisonReport> current = comparisons.incomplete();
        if (next.isEmpty() || (current.isEmpty() && done.isEmpty())) {
            return Optional.empty();
        }
        List<ComparisonReport> reports = new ArrayList<>(done);
        current.ifPresent(reports::add);
        List<Comparison> all = new ArrayList<>();
        reports.forEach(report -> report.comparisons().forEach(one -> all.add(one.comparison())));
        Machine machine = reports.getFirst().machine().until(reports.getLast().machine());
        Incomplete missing =
                current.map(ComparisonReport::incomplete)
                        .orElseGet(() -> new Incomplete(why, next.getFirst().kind()));
        WithoutSecrets shown = WithoutSecrets.of(api, next);
        return Optional.of(
                joined(reports.getFirst().startedAt(), machine, all)
                        .with(missing.with(why, shown.left(), shown.secrets())));
    }

    /** Cancels the comparison that runs. Safe from any thread. */
    public void cancel() throws IOException, InterruptedException {
        comparisons.cancel();
    }

    private int repeat(Submission sized)
            throws IOException, InterruptedException, ComparisonFailedException {
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        job.set("workload", sized.body().path("workload"));
        return Sizing.repeat(api, new ComparedJob(job, true, false), modes.getFirst().name());
    }

    /**
     * Returns the modes that can be compared, the simplest first. On a coordinator that this
     * command did not start, a mode of worker nodes counts only if a node of the mode has joined.
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

    /**
     * Starts the workers of all pools at the same time, and returns how many seconds the workers of
     * each pool took. The pools share the machine's cores, so the start of one pool makes the start
     * of the other pools longer.
     */
    private Map<String, Double> start(List<Submission> submissions)
            throws IOException, InterruptedException, ComparisonFailedException {
        if (embedded.isEmpty()) {
            return Map.of();
        }
        int slots = 1;
        for (Submission each : submissions) {
            int asked = each.mostSlots();
            slots = Math.max(slots, asked == 0 ? unasked(each.kind()) : asked);
        }
        Map<String, Integer> wanted = new LinkedHashMap<>();
        long start = System.nanoTime();
        for (Available mode : modes) {
            boolean compared = submissions.stream().anyMatch(each -> each.compares(mode.name()));
            if (compared && mode.placement() != Placement.IN_PROCESS) {
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
