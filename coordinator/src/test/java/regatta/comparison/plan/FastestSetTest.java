package regatta.comparison.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoublePredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Tries tables of three noisy arms that lie on either side of a threshold. */
class FastestSetTest {
    private static final double ERROR = 0.05;

    @Test
    void leavesNoArmOutWhereTheFTestNeedsMoreThanHalfOfTheError() {
        Table table = first(p -> p > ERROR / 2 && p < ERROR);
        assertThat(table.set().members()).hasSize(3);
    }

    @Test
    void leavesASlowArmOutWhereTheFTestNeedsLessThanHalfOfTheError() {
        Table table = first(p -> p < ERROR / 2);
        assertThat(table.set().members()).hasSizeLessThan(3);
    }

    /** The table of the least seed whose F-test says that, and whose pairs decide nothing. */
    private static Table first(DoublePredicate pValue) {
        return LongStream.range(0, 10_000)
                .mapToObj(Table::of)
                .filter(table -> pValue.test(table.ofAll()))
                .filter(table -> table.smallestOfPairs() > ERROR / 2 / 3)
                .filter(Table::hasASlowArm)
                .findFirst()
                .orElseThrow();
    }

    private record Table(Summaries summaries, List<ArmSummary> arms) {
        static Table of(long seed) {
            Random random = new Random(seed);
            Map<String, Double> seconds = new HashMap<>();
            Comparison comparison =
                    TestingRounds.computing(
                            TestingRounds.arms("batch", "thread-pool", "fork-join"),
                            5,
                            (arm, block) ->
                                    seconds.computeIfAbsent(
                                            arm.label() + block,
                                            _ -> Math.exp(0.05 * random.nextGaussian())));
            Summaries summaries = new Summaries(comparison, 2);
            return new Table(summaries, summaries.all());
        }

        FastestSet set() {
            return new FastestSet(summaries, arms, ERROR);
        }

        double ofAll() {
            return EqualArms.pValue(
                    summaries.completeBlocks(arms.stream().map(ArmSummary::arm).toList()));
        }

        double smallestOfPairs() {
            return arms.stream()
                    .flatMap(one ->
                            arms.stream()
                                    .filter(other -> !other.equals(one))
                                    .map(other -> ratio(one, other)))
                    .mapToDouble(LogMean::pValue)
                    .min()
                    .orElseThrow();
        }

        /** Some arm is more than 3 % slower, and its own test says so. */
        boolean hasASlowArm() {
            FastestSet set = set();
            return arms.stream()
                    .filter(arm -> !set.isClose(arm))
                    .anyMatch(arm ->
                            arms.stream()
                                    .filter(other -> !other.equals(arm))
                                    .anyMatch(other ->
                                            ratio(other, arm).pValueOfMore() <= ERROR / 2));
        }

        private LogMean ratio(ArmSummary one, ArmSummary other) {
            return summaries.timesFaster(one.arm(), other.arm());
        }
    }
}
