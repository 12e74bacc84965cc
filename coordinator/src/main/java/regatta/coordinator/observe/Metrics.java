package regatta.coordinator.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.coordinator.schedule.Decision;
import regatta.coordinator.schedule.Settlement;
import regatta.http.Answered;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/**
 * The figures of a coordinator for Prometheus. The coordinator's actor and request threads update
 * the figures. A scrape reads the latest values and does not block.
 */
public final class Metrics implements JobObserver, Answered, AutoCloseable {
    private static final Duration[] BUCKETS =
            Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000, 60_000)
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = registry();
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final MultiGauge workers = gauge("regatta.workers", "Workers by pool and state.");
    private final MultiGauge slots = gauge("regatta.slots", "Slots of present workers.");
    private final Timer submission =
            timer("regatta.submission", "From a submission's arrival to its 202.", Tags.empty());
    private final Counter lost = counter("regatta.workers.lost", "Workers lost.", Tags.empty());
    private final Counter bytes =
            counter("regatta.download.bytes", "Bytes of files that tasks left.", Tags.empty());
    private final DispatchTimes dispatch = new DispatchTimes(BUCKETS);
    private final Map<String, Timer> commits = new HashMap<>();
    private final Map<JobId, Job> open = new HashMap<>();
    private final Map<String, Counter> attempts = new HashMap<>();
    private final Map<String, Counter> tasks = new HashMap<>();
    private final Map<String, Timer> requests = new ConcurrentHashMap<>();
    private volatile Standing standing = new Standing(0, 0, 0, 0);
    private volatile List<WorkerView> present = List.of();

    private record Standing(int queued, int running, long tasks, long late) {}

    /** Creates the figures. Each figure starts at zero. */
    public Metrics() {
        Stream.of(
                        new JvmMemoryMetrics(),
                        collections,
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        registry.getPrometheusRegistry().register(dispatch);
        state("queued", () -> standing.queued());
        state("running", () -> standing.running());
        Gauge.builder("regatta.tasks.open", () -> standing.tasks())
                .description("Tasks of open jobs that are not settled.")
                .register(registry);
        FunctionCounter.builder("regatta.outcomes.late", this, metrics -> metrics.standing.late())
                .description("Outcomes that came too late or twice and were dropped.")
                .register(registry);
    }

    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        // The names of these two figures break Prometheus' rules, and other figures give the same
        // values.
        for (String misnamed : List.of("process.cpu.time", "system.cpu.count")) {
            registry.config().meterFilter(MeterFilter.denyNameStartsWith(misnamed));
        }
        return registry;
    }

    /** Returns the figures in Prometheus' text format 0.0.4. */
    public synchronized String scrape() {
        List<WorkerView> now = present;
        workers.register(
                rows(
                        now.stream()
                                .collect(
                                        Collectors.groupingBy(
                                                worker ->
                                                        Tags.of(
                                                                "pool",
                                                                worker.pool(),
                                                                "state",
                                                                word(worker.state())),
                                                Collectors.summingInt(_ -> 1)))),
                true);
        Map<Tags, Integer> places = new HashMap<>();
        for (WorkerView worker : now) {
            if (worker.state().present()) {
                int all = Math.max(worker.slots() + worker.ioSlots(), worker.running());
                places.merge(place(worker, "busy"), worker.running(), Integer::sum);
                places.merge(place(worker, "free"), all - worker.running(), Integer::sum);
            }
        }
        slots.register(rows(places), true);
        return registry.scrape();
    }

    /** Adds to the count of bytes of files that tasks left. */
    public void left(long more) {
        bytes.increment((double) Math.max(0, more));
    }

    @Override
    public void kept(Entry entry, long nanos) {
        String what = entry.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        commits.computeIfAbsent(
                        what,
                        _ ->
                                timer(
                                        "regatta.commit",
                                        "From an entry's hand-over to the store to its commit.",
                                        Tags.of("entry", what)))
                .record(nanos, TimeUnit.NANOSECONDS);
        switch (entry) {
            case Entry.Accept(Job job, var _) -> {
                open.put(job.id(), job);
                counter(
                                "regatta.jobs.accepted",
                                "Jobs accepted.",
                                Tags.of("mode", job.mode(), "workload", job.spec().kind()))
                        .increment();
            }
            case Entry.Settle(JobId id, var settlements) -> settled(id, settlements);
            case Entry.End(JobEnd end) -> {
                open.remove(end.job().id());
                counter(
                                "regatta.jobs.ended",
                                "Jobs ended.",
                                Tags.of(
                                        "mode",
                                        end.job().mode(),
                                        "workload",
                                        end.job().spec().kind(),
                                        "outcome",
                                        word(end.state())))
                        .increment();
            }
            case Entry.Start _, Entry.Retry _ -> {}
        }
    }

    @Override
    public void recovered(Job job, Progress progress) {
        open.put(job.id(), job);
    }

    @Override
    public void reported(WorkerId worker, JobReport report) {
        Job job = open.get(report.job());
        String mode = job == null ? "" : job.mode();
        int succeeded = 0;
        int failed = 0;
        int cancelled = 0;
        for (var ended : report.ended()) {
            switch (ended.outcome()) {
                case Outcome.Succeeded _ -> succeeded++;
                case Outcome.Failed _ -> failed++;
                case Outcome.Cancelled _ -> cancelled++;
            }
        }
        ended(mode, "succeeded", succeeded);
        ended(mode, "failed", failed);
        ended(mode, "cancelled", cancelled);
    }

    @Override
    public void decided(Decision.AboutWorker decision) {
        if (decision instanceof Decision.Lost) {
            lost.increment();
        }
    }

    @Override
    public void workers(List<WorkerView> now) {
        present = now;
    }

    @Override
    public void open(int queued, int running, long tasks, long late) {
        standing = new Standing(queued, running, tasks, late);
    }

    @Override
    public void answered(String operation, int status, long nanos) {
        if (operation.equals("submitJob") && status == 202) {
            submission.record(nanos, TimeUnit.NANOSECONDS);
        }
        requests.computeIfAbsent(
                        operation + " " + status,
                        _ ->
                                Timer.builder("regatta.http.requests")
                                        .description("Answers of the HTTP API.")
                                        .tags("operation", operation, "status", "" + status)
                                        .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
        if (status >= 400 && status < 500) {
            counter("regatta.http.refused", "Requests refused.", Tags.of("status", "" + status))
                    .increment();
        }
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }

    private void settled(JobId id, List<Settlement> settlements) {
        Job job = open.get(id);
        String mode = job == null ? "" : job.mode();
        dispatch.add(mode, settlements);
        int failed = 0;
        for (Settlement settlement : settlements) {
            failed += settlement.outcome() instanceof Outcome.Failed ? 1 : 0;
        }
        tasks(mode, "succeeded", settlements.size() - failed);
        tasks(mode, "failed", failed);
    }

    private void tasks(String mode, String outcome, int count) {
        tasks.computeIfAbsent(
                        mode + " " + outcome,
                        _ ->
                                counter(
                                        "regatta.tasks.settled",
                                        "Tasks settled.",
                                        Tags.of("mode", mode, "outcome", outcome)))
                .increment(count);
    }

    private void ended(String mode, String outcome, int count) {
        if (count > 0) {
            attempts.computeIfAbsent(
                            mode + " " + outcome,
                            _ ->
                                    counter(
                                            "regatta.attempts.ended",
                                            "Attempts ended, first and repeated ones.",
                                            Tags.of("mode", mode, "outcome", outcome)))
                    .increment(count);
        }
    }

    private void state(String state, Supplier<Number> count) {
        Gauge.builder("regatta.jobs.open", count)
                .description("Jobs that have not ended.")
                .tag("state", state)
                .register(registry);
    }

    private static Tags place(WorkerView worker, String state) {
        return Tags.of("pool", worker.pool(), "state", state);
    }

    private static List<MultiGauge.Row<?>> rows(Map<Tags, Integer> counts) {
        return counts.entrySet().stream()
                .<MultiGauge.Row<?>>map(each -> MultiGauge.Row.of(each.getKey(), each.getValue()))
                .toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
