package regatta.bench.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import regatta.bench.method.MethodBenchmark.Row;

class MethodBenchmarkTest {

    /**
     * The short form of the benchmark is seeded. It runs few comparisons, so each share may miss
     * its bar by 6 %.
     */
    @Test
    void holdsItsBarsInAFewComparisons() {
        List<Row> rows =
                new MethodBenchmark(new Trials(60, 7)).rows().stream().map(Supplier::get).toList();
        assertThat(rows).hasSizeGreaterThan(20);
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(row.share().value())
                                .as(row.question() + ", " + row.comparison())
                                .isGreaterThanOrEqualTo(row.bar().low() - 0.06));
    }

    @Test
    void isTheSameForTheSameSeed() {
        Supplier<Row> first = new MethodBenchmark(new Trials(20, 3)).rows().getFirst();
        Supplier<Row> again = new MethodBenchmark(new Trials(20, 3)).rows().getFirst();
        assertThat(first.get()).isEqualTo(again.get());
    }
}
