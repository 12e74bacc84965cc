package regatta.coordinator.http;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.workload.Codec;
import regatta.workload.Demand;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.LongList;
import regatta.workload.TaskContext;
import regatta.workload.TaskOutput;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.WorkloadProvider;
import regatta.workload.WorkloadSettings;

/** A workload of kind {@code testing} that echoes its targets. */
final class TestingWorkload
        implements Workload<TestingWorkload.Spec, BigInteger, BigInteger, TestingWorkload.Echo> {
    static final String KIND = "testing";
    private static final BigInteger MAX = BigInteger.valueOf(1_000);

    /** What the tests submit. */
    record Spec(List<BigInteger> targets, @Nullable Integer repeat, @Nullable String word) {
        Spec {
            targets = List.copyOf(targets);
            if (repeat != null && repeat == 13) {
                throw new IllegalArgumentException("13 is no repeat");
            }
        }
    }

    /** What a job of this kind puts out. */
    record Echo(List<String> sums) {}

    /** An output that JSON cannot have. */
    record Unwritable(Iterator<String> broken) {
        Unwritable() {
            this(Stream.<String>generate(() -> fail("secret")).iterator());
        }

        private static String fail(String message) {
            throw new IllegalStateException(message);
        }
    }

    /** Found by the registry. */
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

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return "Echoes its targets.";
    }

    @Override
    public Class<Spec> specType() {
        return Spec.class;
    }

    @Override
    public Class<Echo> outputType() {
        return Echo.class;
    }

    @Override
    public List<Field> fields() {
        return List.of(
                Field.required(
                        "targets",
                        FieldType.list(FieldType.whole(0, 1_000), 0, 1_000_000),
                        "A task each."),
                Field.optional("repeat", FieldType.whole(1, 12), "Of no effect."),
                Field.optional("word", FieldType.choice("a", "b", "c"), "Of no effect."));
    }

    @Override
    public String title(Spec spec) {
        return "Echo of " + spec.targets().size();
    }

    @Override
    public List<String> answer(Spec spec, Echo output) {
        return List.of(output.sums().size() + " echoes");
    }

    @Override
    public Optional<LongList<Spec>> specList() {
        return Optional.of(new LongList<>("targets", Spec::targets));
    }

    @Override
    public Optional<LongList<Echo>> outputList() {
        return Optional.of(new LongList<>("sums", Echo::sums));
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
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < spec.targets().size(); i++) {
            if (spec.targets().get(i).compareTo(MAX) > 0) {
                violations.add(new Violation("/targets/" + i, "a target is at most " + MAX));
            }
        }
        return violations;
    }

    @Override
    public int taskCount(Spec spec) {
        return Math.max(1, spec.targets().size());
    }

    @Override
    public BigInteger task(Spec spec, int index) {
        return spec.targets().get(index);
    }

    @Override
    public Codec<BigInteger> taskCodec() {
        return outputCodec();
    }

    @Override
    public Codec<BigInteger> outputCodec() {
        return new Codec<>() {
            @Override
            public byte[] encode(BigInteger value) {
                return value.toString().getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public BigInteger decode(byte[] bytes) {
                return new BigInteger(new String(bytes, StandardCharsets.UTF_8));
            }
        };
    }

    @Override
    public BigInteger run(BigInteger task, TaskContext context) {
        return task;
    }

    @Override
    public Echo combine(Spec spec, Stream<TaskOutput<BigInteger>> outputs) {
        return new Echo(outputs.map(output -> output.output().toString()).toList());
    }

    @Override
    public Object shown(BigInteger output) {
        return output.toString();
    }
}
