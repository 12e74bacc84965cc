package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.comparison.plan.TestingRounds.TWO_CORES;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.comparison.plan.CanonicalSharing.Way;
import regatta.plugin.BlockSettings;
import regatta.workload.TypedSpec;
import regatta.workload.Validity;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/** Feeds modelled outputs to the workloads and to the verdicts of cases with a known answer. */
class CanonicalSharingTest {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
    private static final Workloads WORKLOADS =
            Workloads.load(kind -> BlockSettings.of(ConfigFactory.load(), kind));

    @ParameterizedTest
    @EnumSource
    void givesTheRightArmAndCause(CanonicalSharing canonical) throws Exception {
        Analysis analysis = Analysis.of(modelled(canonical), TWO_CORES);

        Verdict verdict = analysis.verdict();
        assertThat(verdict.use()).as(verdict.sentence()).isIn(canonical.uses());
        assertThat(verdict.cause().kind()).isEqualTo(Cause.Kind.BY_DESIGN);
        assertThat(verdict.sentence()).contains(verdict.cause().because());
        assertThat(analysis.unfit().keySet()).isEqualTo(canonical.unfit().keySet());
        canonical
                .unfit()
                .forEach((arm, why) -> {
                    assertThat(analysis.unfit().get(arm)).contains(why);
                    assertThat(verdict.sentence()).contains(arm + ": ").contains(why);
                });
    }

    private static Comparison modelled(CanonicalSharing canonical) throws Exception {
        Arm.Variation varied =
                new Arm.Variation(
                        canonical.field(), canonical.ways().stream().map(Way::value).toList());
        List<Arm> arms =
                Arm.each(TestingRounds.modes(canonical.mode()), List.of(2), List.of(varied));
        List<TypedSpec<?, ?, ?, ?>> specs = new ArrayList<>();
        Map<String, String> reasons = new LinkedHashMap<>();
        for (int at = 0; at < arms.size(); at++) {
            TypedSpec<?, ?, ?, ?> spec = spec(canonical, canonical.ways().get(at));
            specs.add(spec);
            reasons.put(arms.get(at).label(), spec.reason().orElseThrow());
        }
        Workload<?, ?, ?, ?> workload = specs.getFirst().workload();
        Plan plan =
                Plan.of(arms, 1, 5, 7)
                        .by(new Measure(workload.compared(), workload.figures(), reasons));
        SplittableRandom random = new SplittableRandom(canonical.name().hashCode());
        List<Round> done = new ArrayList<>();
        for (Optional<Plan.Turn> next = plan.next(done); next.isPresent(); next = plan.next(done)) {
            Plan.Turn turn = next.get();
            int at = arms.indexOf(turn.arm());
            Way way = canonical.ways().get(at);
            double seconds = way.seconds() * (1 + 0.01 * (random.nextDouble() - 0.5));
            TypedSpec<?, ?, ?, ?> spec = specs.get(at);
            Round plain =
                    new Round(
                            turn.arm().label(),
                            turn.block(),
                            turn.warmUp(),
                            "j" + done.size(),
                            TestingRounds.quiet(seconds),
                            TestingRounds.report(turn.arm(), seconds, 1));
            done.add(said(plain, spec, output(canonical, way, seconds, spec)));
        }
        return new Comparison(canonical.name(), canonical.workload(), plan, done, Map.of());
    }

    private static TypedSpec<?, ?, ?, ?> spec(CanonicalSharing canonical, Way way) {
        Map<String, Object> body = new LinkedHashMap<>(canonical.workload());
        body.put(canonical.field(), way.value());
        Workload<?, ?, ?, ?> workload =
                WORKLOADS.find(String.valueOf(body.get("kind"))).orElseThrow();
        Record spec = JSON.convertValue(body, workload.specType());
        return TypedSpec.of(workload, spec);
    }

    /** The output of a job, as JSON has it: options alone know the records of a kind. */
    private static Record output(
            CanonicalSharing canonical, Way way, double seconds, TypedSpec<?, ?, ?, ?> spec) {
        Map<String, Object> output = new LinkedHashMap<>();
        if (canonical.field().equals("handler")) {
            Object rate = canonical.workload().getOrDefault("rate", 0);
            double health = way.starved() ? seconds : 0.002;
            for (String percentile : List.of("p50", "p90", "p99", "max")) {
                output.put(percentile, seconds);
            }
            output.put("achievedRate", way.served() == 0 ? rate : way.served());
            output.put("health", Map.of("p50", health, "p99", health, "max", health));
        } else {
            long expected = 20_000;
            output.put("expected", expected);
            output.put("counted", expected - way.lost());
            output.put("lost", way.lost());
            output.put("jvms", canonical.mode().equals("processes") ? 2 : 1);
            output.put("onLoop", canonical.mode().equals("async"));
        }
        return JSON.convertValue(output, spec.workload().outputType());
    }

    private static Round said(Round round, TypedSpec<?, ?, ?, ?> spec, Record output) {
        String unfit =
                switch (spec.verify(output)) {
                    case Validity.Right() -> null;
                    case Validity.Unfit(String why) -> why;
                    case Validity.Wrong(String why) -> throw new AssertionError(why);
                };
        return TestingRounds.said(round, spec.answer(output), unfit, spec.values(output));
    }
}
