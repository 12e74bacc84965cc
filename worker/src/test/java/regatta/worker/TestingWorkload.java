package regatta.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import regatta.protocol.Payload;
import regatta.workload.Codec;
import regatta.workload.Demand;
import regatta.workload.EventLoop;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.TaskOutput;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/**
 * Tasks do as their text says, such as {@code wait 50} or {@code fail}, and return their thread's
 * name.
 */
final class TestingWorkload
        implements Workload<TestingWorkload.Spec, String, String, TestingWorkload.Spec> {
    static final String KIND = "testing";

    record Spec(int tasks) {}

    /** The service loader creates it. */
    public static final class Provider implements WorkloadProvider {
        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Workload<?, ?, ?, ?> create(WorkloadSettings settings) {
            return new TestingWorkload();
        }
    }

    static Payload task(String script) {
        return new Payload(script.getBytes(UTF_8));
    }

    @Override
    public String run(String task, TaskContext context) throws Exception {
        String[] words = task.split(" ", -1);
        switch (words[0]) {
            case "ok" -> {}
            case "wait" -> Thread.sleep(Long.parseLong(words[1]));
            case "compute" -> compute(Long.parseLong(words[1]) * 1_000_000);
            case "hang" -> Thread.sleep(Duration.ofMinutes(10));
            case "deaf" -> compute(Long.parseLong(words[1]) * 1_000_000);
            case "interrupted" -> {
                return String.valueOf(Thread.currentThread().isInterrupted());
            }
            case "large" -> {
                return "x".repeat(Integer.parseInt(words[1]));
            }
            case "fail" -> throw new TaskFailedException("refused", "as told", false);
            case "broken" -> throw new IllegalStateException("as told");
            case "deep" -> throw new AssertionError(depth(0));
            case "exit" -> Runtime.getRuntime().halt(9);
            default -> throw new IllegalArgumentException(task);
        }
        return Thread.currentThread().getName();
    }

    @Override
    public CompletionStage<String> start(String task, TaskContext context, EventLoop loop) {
        String[] words = task.split(" ", -1);
        if (!words[0].equals("wait") && !words[0].equals("hang")) {
            return Workload.super.start(task, context, loop);
        }
        long millis = words[0].equals("hang") ? 600_000 : Long.parseLong(words[1]);
        CompletableFuture<String> output = new CompletableFuture<>();
        poll(System.nanoTime() + millis * 1_000_000, context, loop, output);
        return output;
    }

    private static void poll(
            long until, TaskContext context, EventLoop loop, CompletableFuture<String> output) {
        if (context.isCancelled()) {
            output.completeExceptionally(new InterruptedException());
        } else if (System.nanoTime() - until >= 0) {
            output.complete(Thread.currentThread().getName());
        } else {
            loop.schedule(Duration.ofMillis(5), () -> poll(until, context, loop, output));
        }
    }

    private static void compute(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
    }

    private static int depth(int above) {
        return above < 0 ? 0 : depth(above + 1) + 1;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return "does what its task says";
    }

    @Override
    public Class<Spec> specType() {
        return Spec.class;
    }

    @Override
    public Class<Spec> outputType() {
        return Spec.class;
    }

    @Override
    public List<Field> fields() {
        return List.of(Field.required("tasks", FieldType.whole(1, Integer.MAX_VALUE), "How many."));
    }

    @Override
    public String title(Spec spec) {
        return KIND;
    }

    @Override
    public List<String> answer(Spec spec, Spec output) {
        return List.of("done");
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
        return List.of();
    }

    @Override
    public int taskCount(Spec spec) {
        return spec.tasks();
    }

    @Override
    public String task(Spec spec, int index) {
        return "ok";
    }

    @Override
    public Codec<String> taskCodec() {
        return outputCodec();
    }

    @Override
    public Codec<String> outputCodec() {
        return new Codec<>() {
            @Override
            public byte[] encode(String value) {
                return value.getBytes(UTF_8);
            }

            @Override
            public String decode(byte[] bytes) {
                return new String(bytes, UTF_8);
            }
        };
    }

    @Override
    public Spec combine(Spec spec, Stream<TaskOutput<String>> outputs) {
        return spec;
    }

    @Override
    public Object shown(String output) {
        return output;
    }
}
