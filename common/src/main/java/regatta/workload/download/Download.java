package regatta.workload.download;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.workload.Codec;
import regatta.workload.Demand;
import regatta.workload.EventLoop;
import regatta.workload.Field;
import regatta.workload.JobFiles;
import regatta.workload.LongList;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.TaskFile;
import regatta.workload.TaskOutput;
import regatta.workload.Validity;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.download.http1.BlockingClient;
import regatta.workload.download.http1.LoopClient;
import regatta.workload.download.http1.Pace;

/**
 * Fetches URLs into files of the job's folder. A file is complete and verified, or it does not
 * appear at all.
 */
public final class Download
        implements Workload<Download.Spec, DownloadTask, Downloaded, Download.Output> {
    public static final String KIND = "download";

    /**
     * How many files the workload syncs at the same time. The syncs wait for the disk, which syncs
     * many files together as fast as one file.
     */
    private static final int SYNCS = 16;

    /**
     * The age from which the sweep at a node's start removes a part (an unfinished file). An
     * attempt may still take over a younger part.
     */
    private static final Duration LEFT_ALONE = Duration.ofDays(1);

    private final DownloadSettings settings;
    private final AddressGuard guard;
    private final DownloadCheck check;
    private final Trust trust;
    private final Resolver resolver;
    private final Executor readers;
    private final Executor syncs = Threads.upTo(SYNCS, "download-syncs-");
    private final BlockingFetch blocking;
    private final JobFiles files;
    private final Map<EventLoop, LoopClient> loops = new ConcurrentHashMap<>();

    /**
     * Makes the workload. The workload's provider and tests call this constructor.
     *
     * @param names looks up the addresses of hosts
     * @param readers runs the reads of whole files, so that no download blocks its event loop
     */
    Download(DownloadSettings settings, Resolver.Names names, Executor readers) {
        this.settings = settings;
        this.readers = readers;
        guard = new AddressGuard(settings.allowedNetworks(), settings.allowedPorts());
        check = new DownloadCheck(settings.maxUrls(), settings.maxTasks());
        trust = new Trust(settings.caFile());
        resolver = new Resolver(names);
        blocking = new BlockingFetch(resolver, new BlockingClient(trust));
        files = new JobFiles(settings.directory());
    }

    /**
     * The spec of a job: the URLs to fetch, and the limits of the job.
     *
     * @param urls the sources as given; {@link #check} finds wrong sources
     * @param repeat how often each URL of the list is fetched; 1 if not given
     * @param perHost the largest number of downloads at a time from one host and port; null if
     *     there is no limit
     * @param rate the largest number of bytes of body per second of all downloads together; null if
     *     there is no limit. The rate is divided evenly among the downloads that may run at a time,
     *     so that nodes need not agree with each other. A job that runs fewer downloads stays below
     *     its rate.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            List<@Nullable Source> urls,
            int repeat,
            @Nullable Integer perHost,
            @Nullable Long rate) {
        public Spec {
            urls = SourceList.of(urls);
        }

        @JsonCreator
        static Spec read(
                @JsonProperty("urls") @Nullable SourceList urls,
                @JsonProperty("repeat") @Nullable Integer repeat,
                @JsonProperty("perHost") @Nullable Integer perHost,
                @JsonProperty("rate") @Nullable Long rate) {
            return new Spec(
                    urls == null ? List.of() : urls, repeat == null ? 1 : repeat, perHost, rate);
        }
    }

    /**
     * A job's output.
     *
     * @param files how many files were fetched
     * @param bytes the total length of the files
     */
    public record Output(long files, long bytes) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return "Fetches URLs into files, verified and never half-written: mostly waiting.";
    }

    @Override
    public Class<Spec> specType() {
        return Spec.class;
    }

    @Override
    public Class<Output> outputType() {
        return Output.class;
    }

    @Override
    public List<Field> fields() {
        return check.fields();
    }

    @Override
    public String title(Spec spec) {
        Source only = spec.urls().size() == 1 ? spec.urls().getFirst() : null;
        String what =
                only == null ? spec.urls().size() + " URLs" : HttpUrl.parse(only.url()).toString();
        return "Download: " + what + (spec.repeat() == 1 ? "" : ", " + spec.repeat() + " times");
    }

    @Override
    public Optional<LongList<Spec>> specList() {
        return Optional.of(new LongList<>("urls", Spec::urls));
    }

    @Override
    public Demand demand() {
        return Demand.WAITING;
    }

    @Override
    public List<Violation> check(Spec spec) {
        return check.check(spec);
    }

    @Override
    public int taskCount(Spec spec) {
        return spec.urls().size() * spec.repeat();
    }

    @Override
    public DownloadTask task(Spec spec, int index) {
        return new DownloadTask(source(spec, index), 0);
    }

    @Override
    public DownloadTask task(Spec spec, int index, int slots) {
        if (spec.rate() == null) {
            return task(spec, index);
        }
        double share = (double) spec.rate() / AtOnce.of(spec, slots);
        return new DownloadTask(source(spec, index), share);
    }

    private static Source source(Spec spec, int index) {
        return Objects.requireNonNull(spec.urls().get(index % spec.urls().size()));
    }

    @Override
    public Codec<DownloadTask> taskCodec() {
        return Codecs.TASK;
    }

    @Override
    public Codec<Downloaded> outputCodec() {
        return Codecs.DOWNLOADED;
    }

    @Override
    public Downloaded run(DownloadTask task, TaskContext context)
            throws TaskFailedException, InterruptedException {
        long now = System.nanoTime();
        Pace pace = new Pace(settings.limits(), now);
        Rate rate = new Rate(task.rate(), now);
        Fetch fetch = new Fetch(task.source(), context, settings, guard);
        return blocking.run(fetch, pace, rate, context);
    }

    @Override
    public CompletionStage<Downloaded> start(
            DownloadTask task, TaskContext context, EventLoop loop) {
        LoopClient client = loops.computeIfAbsent(loop, made -> new LoopClient(made, trust));
        long now = System.nanoTime();
        Pace pace = new Pace(settings.limits(), now);
        Rate rate = new Rate(task.rate(), now);
        try {
            Fetch fetch = new Fetch(task.source(), context, settings, guard);
            return new LoopFetch(fetch, context, pace, rate, resolver, readers, syncs, client, loop)
                    .start();
        } catch (TaskFailedException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    @Override
    public Output combine(Spec spec, Stream<TaskOutput<Downloaded>> outputs) {
        LongSummaryStatistics sizes =
                outputs.mapToLong(output -> output.output().bytes()).summaryStatistics();
        return new Output(sizes.getCount(), sizes.getSum());
    }

    @Override
    public List<String> answer(Spec spec, Output output) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%,d files, %,d bytes, %,d failed",
                        output.files(),
                        output.bytes(),
                        taskCount(spec) - output.files()));
    }

    @Override
    public Validity verify(Spec spec, Output output) {
        return output.files() == taskCount(spec)
                ? new Validity.Right()
                : new Validity.Wrong(
                        "%d of %d downloads have a file"
                                .formatted(output.files(), taskCount(spec)));
    }

    /** Returns false, because an origin may answer differently the next time. */
    @Override
    public boolean repeatable(Spec spec) {
        return false;
    }

    @Override
    public Downloaded shown(Downloaded output) {
        return output;
    }

    @Override
    public Optional<TaskFile> file(Downloaded output) {
        return Optional.of(new TaskFile(output.file(), output.bytes(), output.sha256()));
    }

    @Override
    public Optional<JobFiles> files() {
        return Optional.of(files);
    }

    @Override
    public Optional<Spec> only(Spec spec, List<Integer> tasks) {
        List<@Nullable Source> urls = new ArrayList<>();
        tasks.forEach(index -> urls.add(source(spec, index)));
        return Optional.of(new Spec(urls, 1, spec.perHost(), spec.rate()));
    }

    @Override
    public void discardFiles(String job) throws IOException {
        files.discard(job);
    }

    @Override
    public void discardLeftovers() {
        Leftovers.sweep(settings.directory(), Instant.now().minus(LEFT_ALONE));
    }

    /**
     * Returns the host and port of the URL, because {@code perHost} limits the downloads from each
     * host and port.
     */
    @Override
    public Optional<String> limitKey(DownloadTask task) {
        return Optional.of(HttpUrl.parse(task.source().url()).site());
    }

    @Override
    public int perKey(Spec spec) {
        return Objects.requireNonNullElse(spec.perHost(), 0);
    }
}
