package regatta.bench.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
        MethodBenchmark benchmark = new MethodBenchmark(new Trials(60, 7));
        List<Supplier<Row>> rows = new ArrayList<>(benchmark.undisturbed());
        rows.add(benchmark.disturbed().getFirst());
        rows.add(benchmark.certain().getFirst());
        assertThat(rows.stream().map(Supplier::get))
                .allSatisfy(row ->
                        assertThat(row.share().value())
                                .as(row.question() + ", " + row.comparison())
                                .isBetween(row.bar().low() - 0.06, row.bar().high() + 0.06));
    }

    @Test
    void isTheSameForTheSameSeed() {
        Supplier<Row> first = new MethodBenchmark(new Trials(20, 3)).undisturbed().getFirst();
        Supplier<Row> again = new MethodBenchmark(new Trials(20, 3)).undisturbed().getFirst();
        assertThat(first.get()).isEqualTo(again.get());
    }
}
