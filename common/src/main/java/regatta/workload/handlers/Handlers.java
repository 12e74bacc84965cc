package regatta.workload.handlers;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.workload.Codec;
import regatta.workload.CombineException;
import regatta.workload.Demand;
import regatta.workload.EventLoop;
import regatta.workload.Field;
import regatta.workload.Figure;
import regatta.workload.TaskContext;
import regatta.workload.TaskOutput;
import regatta.workload.Validity;
import regatta.workload.Violation;
import regatta.workload.Workload;

/**
 * Runs a small HTTP service with one kind of handler, and sends the service requests at a fixed
 * rate.
 */
public final class Handlers
        implements Workload<Handlers.Spec, LoadTask, Measured, Handlers.Output> {
    public static final String KIND = "handlers";

    private static final Figure P99 = new Figure("p99", "s", true);
    private static final Figure P50 = new Figure("p50", "s", true);
    private static final Figure HEALTH = new Figure("health p99", "s", true);
    private static final Figure SERVED = new Figure("served", "/s", false);
    private static final double NANOS = 1e9;

    /**
     * The spec of a job.
     *
     * @param handler the kind of handler; {@code blocking-in-pool} by default
     * @param rate how many requests a second are sent; 500 by default
     * @param duration for how long requests are sent; three seconds by default
     * @param waiting how long each request waits; 20 ms by default. The field's name in JSON is
     *     {@code wait}, a name that no component of a record can have
     * @param compute how long each request computes; zero by default
     */
    public record Spec(
            String handler,
            int rate,
            Duration duration,
            @JsonProperty("wait") Duration waiting,
            Duration compute) {
        @JsonCreator
        static Spec read(
                @JsonProperty("handler") @Nullable String handler,
                @JsonProperty("rate") @Nullable Integer rate,
                @JsonProperty("duration") @Nullable Duration duration,
                @JsonProperty("wait") @Nullable Duration waiting,
                @JsonProperty("compute") @Nullable Duration compute) {
            return new Spec(
                    Objects.requireNonNullElse(handler, HandlerKind.BLOCKING_IN_POOL.word()),
                    Objects.requireNonNullElse(rate, 500),
                    Objects.requireNonNullElse(duration, Duration.ofSeconds(3)),
                    Objects.requireNonNullElse(waiting, Duration.ofMillis(20)),
                    Objects.requireNonNullElse(compute, Duration.ZERO));
        }

        /** Returns the kind of handler of a checked spec. */
        HandlerKind kind() {
            return HandlerKind.of(handler).orElseThrow();
        }

        /**
         * Returns how many requests are handled at a time if no request waits for another request.
         */
        double atOnce() {
            return rate * (waiting.toNanos() + compute.toNanos()) / NANOS;
        }
    }

    /**
     * A job's output, in seconds unless stated otherwise. A latency counts from the intended start
     * of a request.
     *
     * @param p50 the median latency of the requests
     * @param achievedRate how many requests a second got the right answer
     * @param errors how many requests got an error, or no answer in time
     * @param health the latency of {@code /health} while the service handled the load
     * @param generatorSeconds the processor time that the generator of the load used, on the same
     *     cores as the service
     * @param generatorLate the 99th percentile of the time from a request's intended start until
     *     the generator sent the request; this time is a part of the request's latency
     */
    public record Output(
            double p50,
            double p90,
            double p99,
            double max,
            double achievedRate,
            long errors,
            Health health,
            double generatorSeconds,
            double generatorLate) {}

    /** The latency of {@code /health}, in seconds. */
    public record Health(double p50, double p99, double max, long errors) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return "A small HTTP service with one kind of handler, under load that does not wait.";
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
        return HandlersLimits.fields();
    }

    @Override
    public String title(Spec spec) {
        return HandlersTexts.title(spec);
    }

    @Override
    public Demand demand() {
        return Demand.WAITING;
    }

    @Override
    public String defaultMode() {
        return "batch";
    }

    @Override
    public List<Violation> check(Spec spec) {
        return HandlersLimits.check(spec);
    }

    @Override
    public int taskCount(Spec spec) {
        return 1;
    }

    @Override
    public LoadTask task(Spec spec, int index) {
        return new LoadTask(
                spec.kind(),
                spec.rate(),
                spec.duration().toNanos(),
                spec.waiting().toNanos(),
                spec.compute().toNanos());
    }

    @Override
    public Codec<LoadTask> taskCodec() {
        return LoadTask.CODEC;
    }

    @Override
    public Codec<Measured> outputCodec() {
        return Measured.CODEC;
    }

    @Override
    public Measured run(LoadTask task, TaskContext context)
            throws IOException, InterruptedException {
        return run(
                task,
                context,
                loop -> task.handler().make(loop, task.waitNanos(), task.computeNanos()));
    }

    /** Runs a task with a handler that the caller makes. */
    static Measured run(LoadTask task, TaskContext context, Function<EventLoop, Handler> handler)
            throws IOException, InterruptedException {
        try (Service service = Service.start(handler)) {
            OpenLoad load = new OpenLoad(service.address(), task);
            FutureTask<Measured> measuring = new FutureTask<>(() -> load.run(context::isCancelled));
            ThreadGroup group = new ThreadGroup("handlers-load");
            Thread generator = new Thread(group, measuring, "handlers-load");
            generator.setDaemon(true);
            generator.start();
            try {
                return measuring.get();
            } catch (ExecutionException failed) {
                throw thrown(failed.getCause());
            }
        }
    }

    private static IOException thrown(@Nullable Throwable cause) throws InterruptedException {
        return switch (cause) {
            case InterruptedException stopped -> throw stopped;
            case IOException failure -> failure;
            case null, default -> new IOException(cause);
        };
    }

    /** Runs the task on a thread of its own, because the task blocks. */
    @Override
    public CompletionStage<Measured> start(LoadTask task, TaskContext context, EventLoop loop) {
        CompletableFuture<Measured> end = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("handlers-service")
                .start(() -> {
                    try {
                        Measured measured = run(task, context);
                        loop.execute(() -> end.complete(measured));
                    } catch (IOException | InterruptedException | RuntimeException failure) {
                        loop.execute(() -> end.completeExceptionally(failure));
                    }
                });
        return end;
    }

    @Override
    public Output combine(Spec spec, Stream<TaskOutput<Measured>> outputs) throws CombineException {
        Measured only =
                outputs.findFirst()
                        .orElseThrow(() -> new CombineException("nothing was measured"))
                        .output();
        return new Output(
                only.p50(),
                only.p90(),
                only.p99(),
                only.max(),
                only.achievedRate(),
                only.errors(),
                new Health(
                        only.healthP50(), only.healthP99(), only.healthMax(), only.healthErrors()),
                only.generatorSeconds(),
                only.generatorLate());
    }

    @Override
    public List<String> answer(Spec spec, Output output) {
        return HandlersTexts.answer(spec, output);
    }

    @Override
    public Validity verify(Spec spec, Output output) {
        return HandlersTexts.unfit(spec, output)
                .<Validity>map(Validity.Unfit::new)
                .orElseGet(Validity.Right::new);
    }

    /** Returns false, because latencies differ from run to run. */
    @Override
    public boolean repeatable(Spec spec) {
        return false;
    }

    @Override
    public Figure compared() {
        return P99;
    }

    @Override
    public List<Figure> figures() {
        return List.of(P99, P50, HEALTH, SERVED);
    }

    @Override
    public List<Double> values(Output output) {
        return List.of(output.p99(), output.p50(), output.health().p99(), output.achievedRate());
    }

    @Override
    public Optional<String> reason(Spec spec) {
        return Optional.of(spec.kind().reason(spec.rate(), spec.atOnce()));
    }

    @Override
    public Measured shown(Measured output) {
        return output;
    }
}
