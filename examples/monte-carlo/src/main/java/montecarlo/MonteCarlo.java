package montecarlo;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import regatta.workload.Codec;
import regatta.workload.Demand;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.TaskContext;
import regatta.workload.TaskOutput;
import regatta.workload.Validity;
import regatta.workload.Violation;
import regatta.workload.Workload;

/** Estimates pi: each task throws points into a square and counts those within its circle. */
record MonteCarlo(long maxPoints)
        implements Workload<MonteCarlo.Spec, MonteCarlo.Throws, Long, MonteCarlo.Output> {

    private static final int MAX_TASKS = 100_000;

    /** What a job asks for; a job may leave {@code tasks} out. */
    record Spec(long points, Integer tasks) {
        Spec {
            tasks = Objects.requireNonNullElse(tasks, 10);
        }
    }

    /** One task: the seed of its random numbers, and how many points it throws. */
    record Throws(long seed, long points) {}

    /** What a job gives back. */
    record Output(double pi, long inside) {}

    @Override public String kind() { return "monte-carlo"; }
    @Override public String description() { return "Estimates pi by points thrown at random."; }
    @Override public Class<Spec> specType() { return Spec.class; }
    @Override public Class<Output> outputType() { return Output.class; }
    @Override public String title(Spec spec) { return "Pi from %,d points".formatted(spec.points()); }
    @Override public Demand demand() { return Demand.COMPUTING; }

    @Override public List<Field> fields() {
        return List.of(
                Field.required("points", FieldType.whole(1, maxPoints), "How many points to throw."),
                Field.optional("tasks", FieldType.whole(1, MAX_TASKS), 10, "How many tasks share them."));
    }

    @Override public List<Violation> check(Spec spec) {
        List<Violation> found = new ArrayList<>();
        if (spec.points() < 1 || spec.points() > maxPoints) {
            found.add(new Violation("/points", "must be from 1 to " + maxPoints));
        }
        if (spec.tasks() < 1 || spec.tasks() > MAX_TASKS) {
            found.add(new Violation("/tasks", "must be from 1 to " + MAX_TASKS));
        }
        return found;
    }

    @Override public int taskCount(Spec spec) { return spec.tasks(); }

    @Override public Throws task(Spec spec, int index) {
        long more = index < spec.points() % spec.tasks() ? 1 : 0;
        return new Throws(index, spec.points() / spec.tasks() + more);
    }

    @Override public Long run(Throws task, TaskContext context) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(task.seed());
        long inside = 0;
        for (long i = 0; i < task.points(); i++) {
            if (i % 1_000_000 == 0 && context.isCancelled()) {
                throw new InterruptedException("stopped after " + i + " points");
            }
            double x = random.nextDouble();
            double y = random.nextDouble();
            inside += x * x + y * y < 1 ? 1 : 0;
        }
        return inside;
    }

    @Override public Output combine(Spec spec, Stream<TaskOutput<Long>> outputs) {
        long inside = outputs.mapToLong(TaskOutput::output).sum();
        return new Output(4.0 * inside / spec.points(), inside);
    }

    @Override public List<String> answer(Spec spec, Output output) {
        return List.of("pi is about " + output.pi());
    }

    @Override public Validity verify(Spec spec, Output output) {
        double sixErrors = 6 * 1.65 / Math.sqrt(spec.points());
        return Math.abs(output.pi() - Math.PI) <= sixErrors
                ? new Validity.Right()
                : new Validity.Wrong(output.pi() + " is too far from pi");
    }

    @Override public Codec<Throws> taskCodec() {
        return Codec.text(
                task -> task.seed() + " " + task.points(),
                text -> {
                    String[] words = text.split(" ");
                    return new Throws(Long.parseLong(words[0]), Long.parseLong(words[1]));
                });
    }

    @Override public Codec<Long> outputCodec() { return Codec.text(String::valueOf, Long::valueOf); }
}
