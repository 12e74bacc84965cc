package regatta.bench.method;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import regatta.bench.method.Trials.Share;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.Level;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.api.Mode.Style;

/**
 * Prints a Markdown table that shows how often the statistics of comparisons are right.
 *
 * <p>Arguments: the number of comparisons for each figure (default 10,000), the seed (default 1),
 * and the part of the table (default all): {@code undisturbed}, {@code disturbed}, {@code found} or
 * {@code certain}.
 */
public final class MethodBenchmark {
    /** The arms, each with one slot, the simplest first. */
    private static final List<Arm> ARMS =
            List.of(
                    arm("batch", Placement.IN_PROCESS, Style.SEQUENTIAL),
                    arm("thread-pool", Placement.IN_PROCESS, Style.THREADS),
                    arm("virtual-threads", Placement.IN_PROCESS, Style.VIRTUAL_THREADS),
                    arm("fork-join", Placement.IN_PROCESS, Style.FORK_JOIN),
                    arm("async", Placement.IN_PROCESS, Style.EVENT_LOOP),
                    arm("processes", Placement.LOCAL_PROCESSES, Style.THREADS),
                    arm("cluster", Placement.NODES, Style.THREADS));

    private static final Integer[] THREE_LOOKS = {5, 10, 20};
    private static final Range AT_LEAST_95 = new Range(0.95, 1);
    private static final Range AT_LEAST_90 = new Range(0.9, 1);
    private static final Range AT_MOST_1 = new Range(0, 0.01);
    private static final Range ABOUT_95 = new Range(0.93, 0.97);

    private final Trials trials;

    MethodBenchmark(Trials trials) {
        this.trials = trials;
    }

    /** The range that a share must lie in. */
    record Range(double low, double high) {
        boolean contains(Share share) {
            return share.value() >= low && share.value() <= high;
        }
    }

    /** One line of the table. */
    record Row(String question, String comparison, Share share, Range bar, String remark) {}

    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        String part = arguments.length > 2 ? arguments[2] : "";
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.printf("%,d made-up comparisons for each line, seed %d.%n%n", count, seed);
        out.println("| question | comparison | share | required | |\n|---|---|---:|---:|---|");
        for (Supplier<Row> row : new MethodBenchmark(new Trials(count, seed)).rows(part)) {
            out.println(line(row.get()));
        }
    }

    private static String line(Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f %% | %s | %s%s |",
                row.question(),
                row.comparison(),
                100 * row.share().value(),
                row.bar().low() == 0
                        ? String.format(Locale.ROOT, "≤ %.0f %%", 100 * row.bar().high())
                        : row.bar().high() == 1
                                ? String.format(Locale.ROOT, "≥ %.0f %%", 100 * row.bar().low())
                                : String.format(
                                        Locale.ROOT,
                                        "%.0f–%.0f %%",
                                        100 * row.bar().low(),
                                        100 * row.bar().high()),
                row.bar().contains(row.share()) ? "" : "**missed** ",
                row.remark());
    }

    private List<Supplier<Row>> rows(String part) {
        return switch (part) {
            case "" ->
                    Stream.of(undisturbed(), disturbed(), found(), certain())
                            .flatMap(List::stream)
                            .toList();
            case "undisturbed" -> undisturbed();
            case "disturbed" -> disturbed();
            case "found" -> found();
            case "certain" -> certain();
            default -> throw new IllegalArgumentException("The table has no part " + part);
        };
    }

    /** Returns the lines about comparisons that nothing disturbs. */
    List<Supplier<Row>> undisturbed() {
        List<Supplier<Row>> rows = new ArrayList<>();
        for (int arms : List.of(2, 7)) {
            for (int rounds : List.of(3, 5, 10)) {
                rows.add(() -> equal("A/A: no arm is left out", equalArms(arms, 1), rounds));
            }
            rows.add(() -> equal("A/A: no arm is left out", equalArms(arms, 1), THREE_LOOKS));
        }
        rows.add(() -> equal("A/A, the last arm 5 times as noisy", equalArms(7, 5), 5));
        rows.add(() -> recommended(5));
        for (int rounds : List.of(3, 5, 10)) {
            rows.add(() -> covered(rounds));
        }
        rows.add(() -> covered(THREE_LOOKS));
        rows.add(() -> coveredUse(3));
        rows.add(() -> coveredUse(10));
        for (double spread : new double[] {0.02, 0.05}) {
            rows.add(() -> oneSlow(2, spread, 0));
            rows.add(() -> oneSlow(7, spread, 0));
            rows.add(() -> oneFast(7, spread, 0));
        }
        for (int rounds : List.of(3, 5, 10)) {
            rows.add(() -> forecast(List.of(1, 2, 4), 0.05, 0, rounds));
            rows.add(() -> forecast(List.of(1, 2, 4, 8), 0.05, 0.002, rounds));
        }
        return rows;
    }

    /** Returns the lines about comparisons in which something disturbs a part of the rounds. */
    List<Supplier<Row>> disturbed() {
        List<Supplier<Row>> rows = new ArrayList<>();
        for (double part : new double[] {0.05, 0.2}) {
            for (int rounds : List.of(3, 5, 10)) {
                MadeUp equal = equalArms(7, 1).withDisturbed(part);
                rows.add(() -> equal("A/A: no arm is left out", equal, rounds));
                MadeUp differing = differing().withDisturbed(part).withLooks(rounds);
                rows.add(() -> covered(differing));
            }
        }
        return rows;
    }

    /**
     * Returns the lines about planted differences that must be found although something disturbs a
     * part of the rounds. Each comparison has up to thousands of rounds, and the plan is asked
     * after each of them, so these lines take longest.
     */
    List<Supplier<Row>> found() {
        List<Supplier<Row>> rows = new ArrayList<>();
        for (double part : new double[] {0.05, 0.2}) {
            rows.add(() -> oneSlow(2, 0.02, part));
            rows.add(() -> oneFast(7, 0.02, part));
        }
        return rows;
    }

    /** Returns the lines that show how often a certain verdict is wrong. */
    List<Supplier<Row>> certain() {
        List<Supplier<Row>> rows = new ArrayList<>();
        for (double part : new double[] {0, 0.05, 0.2}) {
            for (double slower : new double[] {1.04, 1.06, 1.1}) {
                for (double spread : new double[] {0.005, 0.02}) {
                    for (int rounds : List.of(3, 5, 10)) {
                        rows.add(() -> certainAndWrong(slower, spread, part, rounds));
                    }
                }
            }
        }
        return rows;
    }

    /**
     * Counts verdicts that are certain and wrong. The last arm is fast, and the two simpler ones
     * take {@code slower} times as long, which is a little more than a simpler mode is worth.
     */
    private Row certainAndWrong(double slower, double spread, double part, int rounds) {
        List<Double> seconds = new ArrayList<>(Collections.nCopies(3, slower));
        seconds.set(2, 1.0);
        MadeUp made =
                made(seconds, Collections.nCopies(3, 1.0), spread)
                        .withDisturbed(part)
                        .withLooks(rounds);
        Share share =
                trials.share(
                        made,
                        analysis ->
                                analysis.verdict().level() == Level.CERTAIN
                                        && made.isSlow(analysis.verdict().use()));
        return new Row(
                "A verdict is certain and wrong",
                "the fast arm %s ahead, %s".formatted(percent(slower - 1), describe(made)),
                share,
                AT_MOST_1,
                "");
    }

    private Row equal(String question, MadeUp made, Integer... looks) {
        Share share =
                trials.share(
                        made.withLooks(looks),
                        analysis -> analysis.verdict().fastest().size() == made.arms().size());
        return new Row(question, describe(made.withLooks(looks)), share, AT_LEAST_95, "");
    }

    /**
     * Counts how often the simplest of the fast arms stays in the fastest set. Three of the seven
     * arms take 30 % longer.
     */
    private Row recommended(int rounds) {
        List<Double> seconds = List.of(1.3, 1.0, 1.3, 1.0, 1.3, 1.0, 1.0);
        MadeUp made = made(seconds, Collections.nCopies(7, 1.0), 0.03).withLooks(rounds);
        Share share =
                trials.share(
                        made,
                        analysis -> analysis.verdict().fastest().contains(ARMS.get(1).label()));
        return new Row(
                "The simplest of the truly fastest is in the set",
                describe(made),
                share,
                AT_LEAST_95,
                "");
    }

    private Row covered(Integer... looks) {
        return covered(differing().withLooks(looks));
    }

    private Row covered(MadeUp made) {
        return new Row(
                "The interval of an arm holds the truth",
                describe(made),
                trials.coverage(made),
                ABOUT_95,
                "");
    }

    private Row coveredUse(Integer... looks) {
        MadeUp made = differing().withLooks(looks);
        return new Row(
                "The interval of the recommended arm holds the truth",
                describe(made),
                trials.coverageOfUse(made),
                ABOUT_95,
                "");
    }

    /** Counts how often the reference, which is 10 % slower than all others, is found slow. */
    private Row oneSlow(int arms, double spread, double part) {
        List<Double> seconds = new ArrayList<>(Collections.nCopies(arms, 1.0));
        seconds.set(0, 1.1);
        return found("%d arms, one slow".formatted(arms), seconds, spread, part);
    }

    /**
     * Counts how often the reference is found to be slow. All arms but the last take 10 % longer
     * than the last.
     */
    private Row oneFast(int arms, double spread, double part) {
        List<Double> seconds = new ArrayList<>(Collections.nCopies(arms, 1.1));
        seconds.set(arms - 1, 1.0);
        return found("%d arms, one fast".formatted(arms), seconds, spread, part);
    }

    /** Counts how often the slow reference is left out of the fastest set. */
    private Row found(String arms, List<Double> seconds, double spread, double part) {
        MadeUp made =
                made(seconds, Collections.nCopies(seconds.size(), 1.0), spread).withDisturbed(part);
        Advice advice = Advice.of(made, ARMS.getFirst().label(), trials);
        return new Row(
                "A planted 10 % is found with as many rounds as advised",
                "%s, noise %s%s".formatted(arms, percent(spread), disturbed(made)),
                advice.found(),
                AT_LEAST_90,
                String.format(
                        Locale.ROOT,
                        "more advised in %.0f %%, median %d rounds",
                        100 * advice.advised().value(),
                        advice.medianRounds()));
    }

    private Row forecast(List<Integer> sizes, double serial, double crosstalk, int rounds) {
        List<Arm> arms =
                sizes.stream()
                        .map(n ->
                                new Arm(
                                        "thread-pool slots=" + n,
                                        "thread-pool",
                                        Placement.IN_PROCESS,
                                        Style.THREADS,
                                        n,
                                        List.of()))
                        .toList();
        List<Double> seconds = sizes.stream().map(n -> seconds(n, serial, crosstalk)).toList();
        List<Double> noisy = Collections.nCopies(arms.size(), 1.0);
        MadeUp made = new MadeUp(arms, seconds, noisy, List.of(rounds), 0.02, 0);
        int size = 2 * sizes.getLast();
        Share share = trials.forecasts(made, 1 / seconds(size, serial, crosstalk));
        return new Row(
                "The interval of the forecast holds the truth",
                "slots %s, %s, %d rounds"
                        .formatted(
                                sizes, crosstalk == 0 ? "Amdahl" : "Universal Scalability", rounds),
                share,
                ABOUT_95,
                String.format(
                        Locale.ROOT, "claimed in %.1f %%", 100.0 * share.of() / trials.count()));
    }

    private static double seconds(int slots, double serial, double crosstalk) {
        return (1 - serial) / slots + serial + crosstalk * (slots - 1);
    }

    private static Arm arm(String mode, Placement placement, Style style) {
        return new Arm(mode, mode, placement, style, 1, List.of());
    }

    private static MadeUp equalArms(int arms, double lastNoisy) {
        List<Double> noisy = new ArrayList<>(Collections.nCopies(arms, 1.0));
        noisy.set(arms - 1, lastNoisy);
        return made(Collections.nCopies(arms, 1.0), noisy, 0.03);
    }

    private static MadeUp differing() {
        return made(List.of(2.0, 1.0, 1.05, 1.1, 1.9, 1.2, 1.5), Collections.nCopies(7, 1.0), 0.03);
    }

    private static MadeUp made(List<Double> seconds, List<Double> noisy, double spread) {
        return new MadeUp(ARMS.subList(0, seconds.size()), seconds, noisy, List.of(3), spread, 0);
    }

    private static String describe(MadeUp made) {
        List<Integer> looks = made.looks();
        String rounds =
                looks.size() == 1
                        ? looks.getFirst() + " rounds"
                        : "looks after %s rounds".formatted(looks);
        return "%d arms, noise %s, %s%s"
                .formatted(made.arms().size(), percent(made.spread()), rounds, disturbed(made));
    }

    private static String disturbed(MadeUp made) {
        return made.disturbed() == 0 ? "" : ", %s disturbed".formatted(percent(made.disturbed()));
    }

    private static String percent(double share) {
        return share < 0.01
                ? String.format(Locale.ROOT, "%.1f %%", 100 * share)
                : Math.round(100 * share) + " %";
    }
}
