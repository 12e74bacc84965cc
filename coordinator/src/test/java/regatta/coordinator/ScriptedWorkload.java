package regatta.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.ScriptedTask.Spent;
import regatta.workload.Codec;
import regatta.workload.Demand;
import regatta.workload.EventLoop;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.TaskContext;
import regatta.workload.TaskOutput;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/**
 * A workload of kind {@code scripted}. Each task computes, waits, takes a lock, uses memory or
 * fails as its script says, and returns the times that it measured.
 */
final class ScriptedWorkload
        implements Workload<ScriptedWorkload.Spec, ScriptedTask, Spent, ScriptedWorkload.Output> {

    /**
     * A job's input.
     *
     * @param scripts one for each task, see {@link ScriptedTask}
     * @param repeat how often all of them run; null for once
     */
    record Spec(List<String> scripts, @Nullable Integer repeat) {
        Spec {
            scripts = List.copyOf(scripts);
        }
    }

    /**
     * A job's output, by the clock that all JVMs of a machine share.
     *
     * @param busySeconds the sum of all tasks' times from begin to end
     * @param windowSeconds from the first begin to the last end
     */
    record Output(double busySeconds, double windowSeconds, double cpuSeconds, double waitSeconds) {
        static Output of(List<Spent> tasks) {
            long begin = tasks.stream().mapToLong(Spent::begin).min().orElse(0);
            long end = tasks.stream().mapToLong(Spent::end).max().orElse(0);
            double busy = tasks.stream().mapToLong(task -> task.end() - task.begin()).sum() / 1e9;
            double cpu = tasks.stream().mapToLong(Spent::cpu).sum() / 1e9;
            double waited = tasks.stream().mapToLong(Spent::waited).sum() / 1e9;
            return new Output(busy, (end - begin) / 1e9, cpu, waited);
        }
    }

    /** The service loader creates it. */
    public static final class Provider implements WorkloadProvider {
        @Override
        public String kind() {
            return "scripted";
        }

        @Override
        public Workload<?, ?, ?, ?> create(WorkloadSettings settings) {
            return new ScriptedWorkload();
        }
    }

    @Override
    public String kind() {
        return "scripted";
    }

    @Override
    public String description() {
        return "Does what its scripts say.";
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
        return List.of(
                Field.required(
                        "scripts", FieldType.list(FieldType.text(), 1, 1_000), "A task each."),
                Field.optional("repeat", FieldType.whole(1, 1_000_000), "How often."));
    }

    @Override
    public String title(Spec spec) {
        return spec.scripts().size() + " scripts";
    }

    @Override
    public List<String> answer(Spec spec, Output output) {
        return List.of("busy for " + output.busySeconds() + " s");
    }

    /** It puts out times. */
    @Override
    public boolean repeatable(Spec spec) {
        return false;
    }

    @Override
    public Demand demand() {
        return Demand.WAITING;
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
        return spec.scripts().size() * (spec.repeat() == null ? 1 : spec.repeat());
    }

    /** A script {@code no-task} makes no task: a workload may have a bug here. */
    @Override
    public ScriptedTask task(Spec spec, int index) {
        if (spec.scripts().get(index % spec.scripts().size()).equals("no-task")) {
            throw new IllegalStateException("a bug");
        }
        return new ScriptedTask(spec.scripts().get(index % spec.scripts().size()));
    }

    @Override
    public Codec<ScriptedTask> taskCodec() {
        return new Codec<>() {
            @Override
            public byte[] encode(ScriptedTask task) {
                task.whenEncoded();
                return task.script().getBytes(UTF_8);
            }

            @Override
            public ScriptedTask decode(byte[] bytes) {
                return new ScriptedTask(new String(bytes, UTF_8));
            }
        };
    }

    @Override
    public Codec<Spent> outputCodec() {
        return new Codec<>() {
            @Override
            public byte[] encode(Spent spent) {
                return spent.text().getBytes(UTF_8);
            }

            @Override
            public Spent decode(byte[] bytes) {
                return Spent.of(new String(bytes, UTF_8));
            }
        };
    }

    @Override
    public Spent run(ScriptedTask task, TaskContext context) throws Exception {
        return task.run(context);
    }

    @Override
    public CompletionStage<Spent> start(ScriptedTask task, TaskContext context, EventLoop loop) {
        CompletableFuture<Spent> output = new CompletableFuture<>();
        task.start(context, loop, output);
        return output;
    }

    @Override
    public Output combine(Spec spec, Stream<TaskOutput<Spent>> outputs) {
        return Output.of(outputs.map(TaskOutput::output).toList());
    }

    @Override
    public Object shown(Spent output) {
        return output;
    }
}
