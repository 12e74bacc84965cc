package regatta.comparison.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static regatta.comparison.plan.TestingRounds.TWO_CORES;
import static regatta.comparison.plan.TestingRounds.arms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import regatta.comparison.plan.Arm;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.TestingRounds;
import regatta.coordinator.api.AttemptSample;
import regatta.document.Figures;
import regatta.document.Html;

class ComparisonReportTest {
    private static final Map<String, Double> SECONDS =
            Map.of("batch", 1.2, "thread-pool", 0.6, "virtual-threads", 0.61, "processes", 0.7);

    @Test
    void fillsATerminalOfEightyColumns() {
        assertThat(
                        report(
                                        measured(
                                                arms(
                                                        "batch",
                                                        "thread-pool",
                                                        "virtual-threads",
                                                        "processes")))
                                .text())
                .isEqualTo(
                        """
                        Sum of squares: 20 tasks, 3 rounds after 1 warm-up in random order

                                                median  95 % interval   times   effi-   CPU  overhead
                        mode             slots       s              s  faster  ciency     s  per task
                        batch                1   1.212    1.197–1.227    1.00   100 %  1.09       0 s
                        thread-pool          2   0.606    0.599–0.613    2.00   100 %  1.09       0 s
                        virtual-threads      2   0.616    0.609–0.624    1.97    98 %  1.11       0 s
                        processes            2   0.707    0.698–0.716    1.71    86 %  1.27       0 s

                        Certain: use thread-pool: 2.00 times as fast as batch (95 % 2.00–2.00); as fast
                        but less simple: virtual-threads. 100 % of batch's running was computing: 2
                        slots on 2 cores. More cores would help; more slots would not.

                                                on    no  wait-  hand-   none              mean
                        where slot time went   CPU  core    ing   over  ready  drained     task
                        batch                 90 %   0 %    0 %    0 %    0 %     10 %  54.5 ms
                        thread-pool           90 %   0 %    0 %    0 %    0 %     10 %  54.5 ms
                        virtual-threads       90 %   0 %    0 %    0 %    0 %     10 %  55.4 ms
                        processes             90 %   0 %    0 %    0 %    0 %     10 %  63.6 ms
                        """);
    }

    @Test
    void keepsToEightyColumnsWhateverTheArmsAreCalled() {
        List<Arm> arms =
                Arm.each(
                        TestingRounds.modes("batch", "virtual-threads"),
                        List.of(2, 16),
                        List.of(
                                new Arm.Variation("perHost", List.of("1", "8")),
                                new Arm.Variation(
                                        "workload.headers.accept",
                                        List.of("a/b", "x".repeat(150)))));
        String text = report(measured(arms)).text();
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(plain(report(measured(arms)).coloured(true)).lines())
                .allMatch(line -> line.length() <= 80);
        assertThat(text)
                .contains("virtual-threads slots=16 perHost=8 workload.headers.accept=a/b\n");
    }

    @Test
    void drawsIntervalsAndColoursTheRowToUse() {
        ComparisonReport report = report(measured(arms("batch", "thread-pool", "processes")));
        String text = report.coloured(false);
        assertThat(text)
                .contains("\u001b[1;32mthread-pool      2   0.606 ")
                .contains(
                        """
                        batch            ●
                        \u001b[1;32mthread-pool      │                                            ●\u001b[m
                        processes        │                                  ●
                        """);
        List<String> lines = new ArrayList<>(plain(text).lines().toList());
        assertThat(lines).containsAll(report.text().lines().toList());
    }

    @Test
    void drawsAPictureThatNeedsNothingElse() {
        String svg = report(measured(arms("batch", "thread-pool"))).svg();
        assertThatCode(() ->
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new InputSource(new StringReader(svg))))
                .doesNotThrowAnyException();
        assertThat(svg)
                .contains(">Use thread-pool: 2.00× as fast as batch</text>")
                .contains(">2.00× (2.00–2.00)</text>")
                .doesNotContain("<script", "href", "@import", "url(");
    }

    /** All modes are faster than the reference, but one of them is the answer. */
    @Test
    void coloursTheModeToUseUnlikeThoseThatAreAsFastOrSlower() {
        String svg =
                report(measured(arms("batch", "thread-pool", "virtual-threads", "processes")))
                        .svg();
        assertThat(svg)
                .contains("class=\"best\"><title>thread-pool: ")
                .contains("class=\"near\"><title>virtual-threads: ")
                .contains("class=\"rest\"><title>processes: ")
                .contains("class=\"rest\"><title>batch: ");
    }

    @Test
    void writesItsAnswerAsAPartOfAnotherPage() {
        String part = report(measured(arms("batch", "thread-pool"))).part();
        assertThat(part)
                .startsWith("<section class=\"card\">")
                .contains("<h2>Use <em>thread-pool</em>: 2.00× as fast as batch</h2>")
                .contains("certain: no other is more than 3 % faster (wrong in at most 1 of 100)")
                .containsSubsequence(
                        "<figure>", "<figcaption", "</figcaption>", "<svg", "</figure>", "<table>")
                .doesNotContain("<script", "<style", "<html", "<details");
    }

    @Test
    void keepsEachPictureWithItsCaption() {
        String page = report(measured(arms("batch", "thread-pool"))).html("");
        assertThat(page.split("<figure>").length - 1)
                .isEqualTo(page.split("<div class=\"(timeline|strips)").length - 1);
    }

    private static String plain(String coloured) {
        return coloured.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    @Test
    void carriesTheSameFiguresAsMarkdownAndCsv() {
        ComparisonReport report = report(measured(arms("batch", "thread-pool")));
        assertThat(report.markdown())
                .contains("| thread-pool | 2 | 0.606 | ")
                .contains("| warm-up | ")
                .contains("Certain: use thread-pool: 2.00 times as fast as batch")
                .contains("processes took 2.30 s to start");
        assertThat(report.csv())
                .startsWith("workload,row,arm,mode,slots,cores,tasks,rounds,median_seconds,")
                .contains(
                        "\n"
                                + "Sum of squares: 20"
                                + " tasks,arm,thread-pool,thread-pool,2,2.0,20,3,0.606,0.602");
        assertThat(Cells.ofCsv(report.csv()).stream().map(row -> row.get("row")))
                .startsWith("arm", "arm", "round")
                .hasSize(2 + 2 * 4);
    }

    @Test
    void saysTheSameFiguresInEveryForm() {
        ComparisonReport report = report(measured(arms("batch", "thread-pool", "processes")));
        List<List<String>> markdown = Cells.ofMarkdown(report.markdown());
        assertThat(Cells.ofHtml(report.html(""))).isEqualTo(markdown).hasSizeGreaterThan(20);
        List<String> text = report.text().lines().map(Cells::squeezed).toList();
        List<Map<String, String>> csv = Cells.ofCsv(report.csv());
        JsonNode json = new ObjectMapper().valueToTree(report.comparisons().getFirst().analysis());
        for (int arm = 0; arm < 3; arm++) {
            List<String> shown = markdown.get(arm);
            assertThat(text).contains(Cells.squeezed(String.join(" ", shown)));
            Map<String, String> exact = csv.get(arm);
            JsonNode summary = json.at("/arms/" + arm);
            JsonNode times = json.at("/times/" + arm);
            assertThat(shown.getFirst()).isEqualTo(Cells.text(exact, "arm"));
            assertThat(shown.get(1)).isEqualTo(Cells.text(exact, "slots"));
            assertThat(shown.get(2))
                    .isEqualTo(Figures.fixed(Cells.number(exact, "median_seconds"), 3));
            assertThat(shown.get(4)).isEqualTo(Figures.ratio(Cells.number(exact, "times_faster")));
            assertThat(shown.get(5)).isEqualTo(Figures.percent(Cells.number(exact, "efficiency")));
            assertThat(Cells.number(exact, "median_seconds"))
                    .isEqualTo(summary.at("/medianSeconds").asDouble());
            assertThat(Cells.number(exact, "seconds_low_95"))
                    .isEqualTo(summary.at("/secondsInterval/low").asDouble());
            assertThat(Cells.number(exact, "cpu_seconds"))
                    .isEqualTo(summary.at("/cpuSeconds").asDouble());
            assertThat(Cells.number(exact, "hand_over_share"))
                    .isEqualTo(summary.at("/shares/handOver").asDouble());
            assertThat(Cells.number(exact, "delay_seconds_p99"))
                    .isEqualTo(times.at("/delay/p99").asDouble());
            assertThat(markdown)
                    .contains(
                            List.of(
                                    Cells.text(exact, "arm"),
                                    "delay",
                                    Figures.time(times.at("/delay/p50").asDouble()),
                                    Figures.time(times.at("/delay/p90").asDouble()),
                                    Figures.time(times.at("/delay/p99").asDouble()),
                                    Figures.time(times.at("/delay/max").asDouble())));
        }
    }

    @Test
    void leavesNoFigureOutOfTheCsv() {
        List<Arm> arms =
                Arm.each(TestingRounds.modes("batch", "processes"), List.of(1, 2, 4, 8), List.of());
        Comparison grown =
                TestingRounds.computing(
                        arms,
                        4,
                        (arm, block) ->
                                (0.1 + 0.9 / arm.slots())
                                        * (1 + 0.01 * ((block * arm.slots()) % 3)));
        ComparisonReport report =
                ComparisonReport.of(Instant.EPOCH, TestingRounds.machine(8, 0.1), List.of(grown));
        Set<String> cells =
                Cells.ofCsv(report.csv()).stream()
                        .flatMap(row -> row.values().stream())
                        .collect(Collectors.toSet());
        JsonNode analysis =
                new ObjectMapper().valueToTree(report.comparisons().getFirst().analysis());
        List<String> figures = new ArrayList<>();
        Cells.doubles(analysis, figures);
        assertThat(figures).hasSizeGreaterThan(150);
        assertThat(cells).containsAll(figures);
        assertThat(cells)
                .contains(
                        analysis.at("/verdict/sentence").asText(),
                        report.comparisons()
                                .getFirst()
                                .analysis()
                                .scalings()
                                .getFirst()
                                .sentence());
    }

    @Test
    void showsScalingWithItsForecastMarkedAsExtrapolation() {
        List<Arm> arms = Arm.each(TestingRounds.modes("thread-pool"), List.of(1, 2, 4), List.of());
        Comparison grown =
                TestingRounds.computing(
                        arms,
                        4,
                        (arm, block) ->
                                (0.1 + 0.9 / arm.slots())
                                        * (1 + 0.01 * ((block * arm.slots()) % 3)));
        Machine four = TestingRounds.machine(4, 0.1);
        ComparisonReport report = ComparisonReport.of(Instant.EPOCH, four, List.of(grown));
        assertThat(report.text()).contains("an extrapolation").contains("thread-pool with 8 slots");
        assertThat(report.markdown())
                .contains(
                        "## Scaling of thread-pool",
                        "| 8 (extrapolated) | ",
                        "Amdahl's law: serial");
        assertThat(report.html(""))
                .contains("aria-label=\"Speed-up by slots of thread-pool\"", ">extrapolated</text>")
                .doesNotContain("NaN", "Infinity");
        assertThat(report.text().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void endsWithALineForEachWorkload() {
        assertThat(report(measured(arms("batch", "thread-pool"))).verdicts())
                .containsExactly("Sum of squares → thread-pool 2.00× (2.00–2.00)");
    }

    /** The modes spread by a tenth, so that nothing shows which of them is fastest. */
    @Test
    void saysInItsLastLineWhatIsProvenAndWhatIsOpen() {
        assertThat(report(spread("batch", "thread-pool", "virtual-threads")).verdicts())
                .containsExactly(
                        "sum of squares → thread-pool 2.01× (1.56–2.57);"
                                + " whether virtual-threads is faster cannot be told");
        ComparisonReport more =
                report(spread("batch", "thread-pool", "virtual-threads", "fork-join", "cluster"));
        assertThat(more.verdicts())
                .singleElement()
                .asString()
                .endsWith("; whether one of 3 others is faster cannot be told");
        assertThat(more.markdown())
                .contains(
                        "Use thread-pool: 2.01× as fast as batch;"
                                + " whether one of 3 others is faster cannot be told");
    }

    private static Comparison spread(String... modes) {
        return TestingRounds.computing(
                arms(modes),
                3,
                (arm, block) ->
                        arm.mode().equals("batch")
                                ? 2
                                : 1 + 0.1 * ((block + arm.mode().length()) % 3 - 1));
    }

    @Test
    void namesInItsLastLinesWhatDiffersAndNothingElse() {
        Comparison first = titled("Handlers: 200 requests a second, each waits 100 ms", "batch");
        Comparison second = titled("Handlers: 600 requests a second, each waits 100 ms", "batch");
        Comparison modes = titled("Shared counter: 4 × 5", "batch", "thread-pool");

        assertThat(
                        ComparisonReport.of(Instant.EPOCH, TWO_CORES, List.of(first, second, modes))
                                .verdicts())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .startsWith("Handlers, 200 requests a second → pool "),
                        line ->
                                assertThat(line)
                                        .startsWith("Handlers, 600 requests a second → pool "),
                        line ->
                                assertThat(line)
                                        .startsWith("Shared counter → pool in thread-pool "));
    }

    private static Comparison titled(String title, String... modes) {
        Arm.Variation handlers = new Arm.Variation("handler", List.of("pool", "loop"));
        Comparison measured =
                measured(Arm.each(TestingRounds.modes(modes), List.of(2), List.of(handlers)));
        return new Comparison(
                title,
                measured.workload(),
                measured.plan(),
                measured.rounds(),
                measured.startSeconds());
    }

    @Test
    void explainsTheWordsOfItsTablesWhenAsked() {
        ComparisonReport report = report(measured(arms("batch", "processes")));
        assertThat(report.text()).doesNotContain("a slot was free");
        assertThat(report.text(Catalogue.OF_ARMS, true).replaceAll("\\s+", " "))
                .contains("hand-over: a slot was free although a task was ready or on its way.")
                .contains("efficiency: times faster for each slot.")
                .contains("Not counted: the workers of processes took 2.30 s to start.");
    }

    @Test
    void drawsEveryRoundAndWhenItsAttemptsRan() {
        Comparison bare = measured(arms("batch", "thread-pool"));
        AttemptSample sample =
                new AttemptSample(
                        3,
                        List.of("w1"),
                        List.of(
                                new AttemptSample.Drawn(0, 0, 0, 0, 100_000_000, 90_000_000, 0, 0),
                                new AttemptSample.Drawn(1, 0, 1, 0, 300_000_000, 0, 0, 0)));
        ComparisonReport report = report(TestingRounds.with(bare, round -> round.with(sample)));
        String html = report.html("");
        assertThat(html.split("class=\"(best|rest) round\"", -1)).hasSize(1 + 2 * 3);
        assertThat(html)
                .contains("<div class=\"timeline\" data-comparison=\"0\" data-round=\"")
                .contains("thread-pool: 2 of 3 attempts, drawn at random")
                .contains("aria-label=\"slot 2: 1 attempt\"")
                .contains("class=\"waiting\"");
    }

    @Test
    void carriesItsDataSuchThatNoTextEndsThem() {
        String html = report(measured(arms("batch"))).html("{\"a\":\"</script><b>\"}");
        assertThat(Html.data(html)).contains("{\"a\":\"\\u003c/script>\\u003cb>\"}");
    }

    @Test
    void drawsAPageThatLoadsNothingAndRunsNothing() {
        List<Arm> arms =
                Arm.each(
                        TestingRounds.modes("batch", "<script>alert(1)</script>"),
                        List.of(2),
                        List.of());
        String html = report(measured(arms)).html("");
        assertThat(html)
                .contains("<svg", "aria-label=\"batch: 1.00× times as fast\"")
                .contains("prefers-color-scheme: dark")
                .contains("&lt;script&gt;")
                .doesNotContain(
                        "<script>alert", "http:", "https:", "src=", "url(", "NaN", "Infinity");
    }

    private static ComparisonReport report(Comparison comparison) {
        return ComparisonReport.of(Instant.EPOCH, TWO_CORES, List.of(comparison));
    }

    /** Each block takes half a per cent longer, in all arms alike. */
    private static Comparison measured(List<Arm> arms) {
        Comparison raw =
                TestingRounds.computing(
                        arms,
                        3,
                        (arm, block) ->
                                SECONDS.getOrDefault(arm.mode(), 0.7) * (1 + 0.005 * block));
        return new Comparison(
                "Sum of squares: 20 tasks",
                raw.workload(),
                raw.plan(),
                raw.rounds(),
                Map.of("processes", 2.3));
    }
}
