package regatta.dice;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.workload.Codec;
import regatta.workload.Demand;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.LongList;
import regatta.workload.TaskContext;
import regatta.workload.TaskOutput;
import regatta.workload.Validity;
import regatta.workload.Violation;
import regatta.workload.Workload;

/** Rolls dice: a task for each number of rolls, whose output is the sum of what the dice show. */
final class Dice implements Workload<Dice.Spec, Dice.Rolls, Long, Dice.Output> {
    static final String KIND = "dice";
    private static final long MOST_ROLLS = 1_000_000_000;

    /**
     * What to roll.
     *
     * @param loaded {@code no}, {@code yes} (each roll shows the most) or {@code broken} (no sum is
     *     right)
     */
    record Spec(
            List<Long> rolls,
            @Nullable Integer sides,
            @Nullable Long seed,
            @Nullable String loaded,
            @Nullable Duration pause) {
        Spec {
            rolls = List.copyOf(rolls);
            sides = Objects.requireNonNullElse(sides, 6);
            seed = Objects.requireNonNullElse(seed, 1L);
            loaded = Objects.requireNonNullElse(loaded, "no");
            pause = Objects.requireNonNullElse(pause, Duration.ZERO);
        }

        int most() {
            return Objects.requireNonNull(sides);
        }
    }

    /** One task. */
    record Rolls(long seed, long count, int sides, String loaded, Duration pause) {}

    /**
     * A job's output.
     *
     * @param sums one for each number of rolls, in order
     */
    record Output(List<Long> sums) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return "Rolls dice and adds up what they show.";
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
                        "rolls",
                        FieldType.list(FieldType.whole(1, MOST_ROLLS), 1, 100_000),
                        "How often each task rolls its die."),
                Field.optional("sides", FieldType.whole(2, 100), 6, "Of each die."),
                Field.optional(
                        "seed",
                        FieldType.whole(Long.MIN_VALUE, Long.MAX_VALUE),
                        1,
                        "The same seed gives the same sums."),
                Field.optional(
                        "loaded",
                        FieldType.choice("no", "yes", "broken"),
                        "no",
                        "Whether each die always shows its most, or none at all."),
                Field.optional(
                        "pause",
                        FieldType.time(Duration.ZERO, Duration.ofMinutes(1)),
                        Duration.ZERO,
                        "How long each task waits before it rolls."));
    }

    @Override
    public String title(Spec spec) {
        return "Dice: %d × d%d".formatted(spec.rolls().size(), spec.most());
    }

    @Override
    public Optional<LongList<Spec>> specList() {
        return Optional.of(new LongList<>("rolls", Spec::rolls));
    }

    @Override
    public Optional<LongList<Output>> outputList() {
        return Optional.of(new LongList<>("sums", Output::sums));
    }

    @Override
    public Demand demand() {
        return Demand.COMPUTING;
    }

    @Override
    public String defaultMode() {
        return "batch";
    }

    @Override
    public List<Violation> check(Spec spec) {
        List<Violation> found = new ArrayList<>();
        if (spec.rolls().isEmpty() || spec.rolls().size() > 100_000) {
            found.add(new Violation("/rolls", "must list 1 to 100000 numbers"));
        }
        for (int at = 0; at < spec.rolls().size(); at++) {
            if (spec.rolls().get(at) < 1 || spec.rolls().get(at) > MOST_ROLLS) {
                found.add(new Violation("/rolls/" + at, "must be from 1 to " + MOST_ROLLS));
            }
        }
        if (spec.most() < 2 || spec.most() > 100) {
            found.add(new Violation("/sides", "must be from 2 to 100"));
        }
        if (!List.of("no", "yes", "broken").contains(spec.loaded())) {
            found.add(new Violation("/loaded", "must be no, yes or broken"));
        }
        return found;
    }

    @Override
    public int taskCount(Spec spec) {
        return spec.rolls().size();
    }

    @Override
    public Rolls task(Spec spec, int index) {
        return new Rolls(
                Objects.requireNonNull(spec.seed()) + index,
                spec.rolls().get(index),
                spec.most(),
                Objects.requireNonNull(spec.loaded()),
                Objects.requireNonNull(spec.pause()));
    }

    @Override
    public Long run(Rolls task, TaskContext context) throws InterruptedException {
        Thread.sleep(task.pause());
        SplittableRandom random = new SplittableRandom(task.seed());
        long sum = task.loaded().equals("broken") ? -task.count() * task.sides() : 0;
        for (long roll = 0; roll < task.count(); roll++) {
            if (roll % 1_000_000 == 0 && context.isCancelled()) {
                throw new InterruptedException("stopped at roll " + roll);
            }
            sum += task.loaded().equals("yes") ? task.sides() : random.nextInt(task.sides()) + 1;
        }
        return sum;
    }

    @Override
    public Output combine(Spec spec, Stream<TaskOutput<Long>> outputs) {
        return new Output(
                outputs.sorted(Comparator.comparingInt(TaskOutput::index))
                        .map(TaskOutput::output)
                        .toList());
    }

    @Override
    public List<String> answer(Spec spec, Output output) {
        long all = output.sums().stream().mapToLong(Long::longValue).sum();
        return List.of("the dice show %d in all".formatted(all));
    }

    @Override
    public Validity verify(Spec spec, Output output) {
        for (int at = 0; at < output.sums().size(); at++) {
            long rolls = spec.rolls().get(at);
            long sum = output.sums().get(at);
            if (sum < rolls || sum > rolls * spec.most()) {
                return new Validity.Wrong("%d rolls cannot show %d".formatted(rolls, sum));
            }
        }
        return "yes".equals(spec.loaded())
                ? new Validity.Unfit("the dice are loaded")
                : new Validity.Right();
    }

    @Override
    public Object shown(Long output) {
        return output;
    }

    @Override
    public Codec<Rolls> taskCodec() {
        return Codec.text(
                task ->
                        "%d %d %d %s %s"
                                .formatted(
                                        task.seed(),
                                        task.count(),
                                        task.sides(),
                                        task.loaded(),
                                        task.pause()),
                Dice::rolls);
    }

    private static Rolls rolls(String text) {
        String[] words = text.split(" ", -1);
        return new Rolls(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Integer.parseInt(words[2]),
                words[3],
                Duration.parse(words[4]));
    }

    @Override
    public Codec<Long> outputCodec() {
        return Codec.text(String::valueOf, Long::valueOf);
    }
}
