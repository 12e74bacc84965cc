package regatta.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.workload.Codec;
import regatta.workload.Demand;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.TaskContext;
import regatta.workload.TaskOutput;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/** A workload of kind {@code faulty} whose tasks harm their JVM, as a bad task may. */
final class FaultyWorkload
        implements Workload<FaultyWorkload.Spec, String, String, FaultyWorkload.Done> {
    /**
     * A job's input.
     *
     * @param tasks each {@code ok}, {@code wait MILLISECONDS}, {@code exit}, {@code exit
     *     MILLISECONDS} for an exit after a wait, {@code memory}, {@code overflow} or {@code deaf}
     * @param repeat how often the list runs; null for once
     */
    record Spec(List<String> tasks, @Nullable Integer repeat) {}

    /** A job's output: the number of tasks. */
    record Done(long tasks) {}

    /** The service loader creates it. */
    public static final class Provider implements WorkloadProvider {
        @Override
        public String kind() {
            return "faulty";
        }

        @Override
        public Workload<?, ?, ?, ?> create(WorkloadSettings settings) {
            return new FaultyWorkload();
        }
    }

    @Override
    public String run(String task, TaskContext context) throws InterruptedException {
        String[] words = task.split(" ", -1);
        switch (words[0]) {
            case "ok" -> {}
            case "wait" -> TimeUnit.MILLISECONDS.sleep(Long.parseLong(words[1]));
            case "exit" -> {
                TimeUnit.MILLISECONDS.sleep(words.length > 1 ? Long.parseLong(words[1]) : 0);
                System.exit(7);
            }
            case "memory" -> fill();
            case "overflow" -> throw new AssertionError(depth(0));
            case "deaf" -> compute();
            default -> throw new IllegalArgumentException(task);
        }
        return task;
    }

    private static void fill() {
        List<byte[]> all = new ArrayList<>();
        while (all.size() < Integer.MAX_VALUE) {
            all.add(new byte[1 << 24]);
        }
    }

    private static int depth(int above) {
        return above < 0 ? 0 : depth(above + 1) + 1;
    }

    /** Computes for ten minutes and ignores interrupts. */
    private static void compute() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < 600_000_000_000L) {
            Thread.onSpinWait();
        }
    }

    @Override
    public String kind() {
        return "faulty";
    }

    @Override
    public String description() {
        return "does what a bad task may do";
    }

    @Override
    public Class<Spec> specType() {
        return Spec.class;
    }

    @Override
    public Class<Done> outputType() {
        return Done.class;
    }

    @Override
    public List<Field> fields() {
        return List.of(
                Field.required(
                        "tasks", FieldType.list(FieldType.text(), 1, 1_000_000), "A task each."),
                Field.optional("repeat", FieldType.whole(1, 1_000_000), "How often."));
    }

    @Override
    public String title(Spec spec) {
        return spec.tasks().size() + " bad tasks";
    }

    @Override
    public List<String> answer(Spec spec, Done output) {
        return List.of(output.tasks() + " tasks");
    }

    @Override
    public Demand demand() {
        return Demand.COMPUTING;
    }

    @Override
    public String defaultMode() {
        return "thread-pool";
    }

    @Override
    public List<Violation> check(Spec spec) {
        return List.of();
    }

    @Override
    public int taskCount(Spec spec) {
        return spec.tasks().size() * (spec.repeat() == null ? 1 : spec.repeat());
    }

    @Override
    public String task(Spec spec, int index) {
        return spec.tasks().get(index % spec.tasks().size());
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
    public Done combine(Spec spec, Stream<TaskOutput<String>> outputs) {
        return new Done(outputs.count());
    }

    @Override
    public Object shown(String output) {
        return output;
    }
}
