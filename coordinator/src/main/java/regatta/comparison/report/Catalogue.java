package regatta.comparison.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.ArmSummary;
import regatta.comparison.plan.ArmTimes;
import regatta.comparison.plan.Grain;
import regatta.comparison.plan.Hindrances;
import regatta.comparison.plan.Interval;
import regatta.comparison.plan.LawFit;
import regatta.comparison.plan.Measure;
import regatta.comparison.plan.Scaling;
import regatta.comparison.report.ArmFigure.Shown;
import regatta.comparison.report.ArmFigure.Unit;
import regatta.coordinator.api.RunReport.Distribution;
import regatta.document.Document.Column;
import regatta.document.Document.Table;
import regatta.document.Document.Term;
import regatta.document.Document.Terms;
import regatta.document.Figures.Scale;
import regatta.workload.Figure;

/**
 * Defines every figure of an arm once. Tables, Markdown, CSV, JSON, the page and the verification
 * of reports all use this list.
 */
public record Catalogue(List<ArmFigure> figures) {
    public static final Catalogue OF_ARMS = new Catalogue(all());

    public Catalogue {
        figures = List.copyOf(figures);
    }

    /** Returns this catalogue with one more figure. */
    public Catalogue and(ArmFigure figure) {
        return new Catalogue(Stream.concat(figures.stream(), Stream.of(figure)).toList());
    }

    /** Returns this catalogue for arms that are compared by the given measure. */
    public Catalogue by(Measure measure) {
        List<ArmFigure> all = new ArrayList<>();
        for (ArmFigure figure : figures) {
            all.add(measure.isWallTime() ? figure : compared(figure, measure.compared()));
        }
        for (Figure figure : measure.figures()) {
            all.add(said(figure, measure.others().contains(figure)));
        }
        return new Catalogue(all);
    }

    /**
     * Returns the figure in the form for a comparison whose arms are compared by {@code by} instead
     * of the wall time.
     */
    private static ArmFigure compared(ArmFigure figure, Figure by) {
        boolean seconds = by.unit().equals("s");
        ArmFigure same =
                figure.unit() == Unit.WALL_SECONDS && !seconds ? figure.as(Unit.NUMBER) : figure;
        return switch (figure.name()) {
            case "median_seconds" ->
                    same.in(Shown.FIRST, titled(by), "the " + by.name() + " of its middle round");
            case "seconds" ->
                    same.in(
                            Shown.FIRST,
                            figure.title(),
                            "where its typical " + by.name() + " lies, at a confidence of 95 %");
            case "times_faster" ->
                    same.in(
                            figure.shown(),
                            figure.title().replace("faster", "better"),
                            figure.explanation().replace("wall time", by.name()));
            // Efficiency, processor time and overhead say little about arms that are compared by
            // {@code by}. For example, the processor time covers only the task's own thread, which
            // may do nothing but wait.
            case "efficiency", "cpu_seconds", "overhead_seconds_per_task" ->
                    same.in(Shown.DATA, figure.title(), figure.explanation());
            default -> same;
        };
    }

    /** Returns the figure of an arm for a number that the outputs of the arm's jobs contain. */
    private static ArmFigure said(Figure figure, boolean shown) {
        return ArmFigure.of(
                        column(figure),
                        unit(figure),
                        arm -> arm.summary().figures().get(figure.name()))
                .at("arms/figures/" + figure.name())
                .in(
                        shown ? Shown.FIRST : Shown.DATA,
                        titled(figure),
                        figure.name() + " as its worst round has it");
    }

    private static Unit unit(Figure figure) {
        return figure.unit().equals("s") ? Unit.SECONDS : Unit.NUMBER;
    }

    /**
     * Returns the title of the figure's column. If the figure has a unit, the title names the unit
     * in a separate line. A time has its unit in each cell instead.
     */
    private static String titled(Figure figure) {
        return figure.unit().isEmpty() || figure.unit().equals("s")
                ? figure.name()
                : figure.name() + "\n" + figure.unit();
    }

    /**
     * Returns the name of the figure's CSV column. The name of a time ends with {@code _seconds},
     * as the names of all times in CSV do.
     */
    static String column(Figure figure) {
        return figure.name().replace(' ', '_') + (figure.unit().equals("s") ? "_seconds" : "");
    }

    /** Returns the figures of one table, in the order of its columns. */
    List<ArmFigure> shown(Shown where) {
        return figures.stream().filter(figure -> figure.shown() == where).toList();
    }

    /** Returns the explanations of a table's columns. */
    Terms terms(Shown where) {
        return new Terms(
                shown(where).stream()
                        .map(figure ->
                                new Term(Column.text(figure.title()).words(), figure.explanation()))
                        .toList());
    }

    /**
     * Creates a table with one row for each arm. {@code first} is the title of the column of arms.
     */
    Table table(String first, Shown where, List<MeasuredArm> arms) {
        Map<Unit, Scale> scales = new EnumMap<>(Unit.class);
        List<Column> columns = new ArrayList<>(List.of(Column.text(first)));
        List<List<String>> cells = new ArrayList<>();
        for (ArmFigure figure : shown(where)) {
            // All columns with the same unit use the scale of the first column with that unit.
            Scale scale =
                    scales.computeIfAbsent(figure.unit(), _ -> Scale.of(figure.numbers(arms)));
            columns.add(new Column(titled(figure, scale), figure.right()));
            cells.add(figure.cells(arms, scale));
        }
        List<List<String>> rows = new ArrayList<>();
        for (MeasuredArm arm : arms) {
            List<String> row = new ArrayList<>(List.of(arm.label()));
            cells.forEach(column -> row.add(column.get(arm.index())));
            rows.add(row);
        }
        return new Table(columns, rows);
    }

    private static String titled(ArmFigure figure, Scale scale) {
        return figure.unit() == Unit.WALL_SECONDS || figure.unit() == Unit.CPU_SECONDS
                ? figure.title() + "\n" + scale.unit().symbol
                : figure.title();
    }

    private static List<ArmFigure> all() {
        List<ArmFigure> all = new ArrayList<>();
        all.addAll(ofRounds());
        all.addAll(ofSlotTime());
        all.addAll(ofAttempts());
        all.addAll(ofVerdict());
        all.addAll(ofScaling());
        return all;
    }

    private static List<ArmFigure> ofRounds() {
        return List.of(
                ArmFigure.of("mode", Unit.TEXT, a -> a.summary().arm().mode())
                        .means("how its tasks run"),
                summary("slots", Unit.COUNT, "slots", ArmSummary::slots)
                        .in(Shown.FIRST, "slots", "how many tasks run at a time"),
                summary("cores", Unit.CORES, "cores", ArmSummary::cores)
                        .in(Shown.SPREAD, "cores", "the cores of the machines that ran it"),
                summary("tasks", Unit.COUNT, "tasks", ArmSummary::tasks)
                        .means("the tasks of a round"),
                summary("rounds", Unit.COUNT, "rounds", ArmSummary::rounds)
                        .in(Shown.SPREAD, "counted\nrounds", "the rounds that its figures rest on"),
                summary(
                                "median_seconds",
                                Unit.WALL_SECONDS,
                                "medianSeconds",
                                s -> s.medianSeconds())
                        .in(Shown.FIRST, "median", "the wall time of its middle round"),
                summary("min_seconds", Unit.WALL_SECONDS, "minSeconds", s -> s.minSeconds())
                        .in(Shown.SPREAD, "fastest", "the wall time of its fastest round"),
                summary("max_seconds", Unit.WALL_SECONDS, "maxSeconds", s -> s.maxSeconds())
                        .in(Shown.SPREAD, "slowest", "the wall time of its slowest round"),
                interval("seconds", Unit.WALL_SECONDS, "secondsInterval", s -> s.secondsInterval())
                        .in(
                                Shown.FIRST,
                                "95 % interval",
                                "where its typical wall time lies, at a confidence of 95 %"),
                summary("times_faster", Unit.TIMES, "timesFaster", s -> s.timesFaster())
                        .in(
                                Shown.FIRST,
                                "times\nfaster",
                                "the wall time of the reference divided by its own: the geometric"
                                        + " mean over blocks"),
                interval(
                                "times_faster",
                                Unit.TIMES,
                                "timesFasterInterval",
                                s -> s.timesFasterInterval())
                        .in(
                                Shown.SPREAD,
                                "95 % interval of\ntimes faster",
                                "where times faster lies, at a confidence of 95 %"),
                summary("efficiency", Unit.SHARE, "efficiency", ArmSummary::efficiency)
                        .in(Shown.FIRST, "effi\u00ad\nciency", "times faster for each slot"),
                summary("cpu_seconds", Unit.CPU_SECONDS, "cpuSeconds", Catalogue::cpu)
                        .in(
                                Shown.FIRST,
                                "CPU",
                                "time on processors; ~ marks a share of the time of its pool"),
                summary("cpu_shared", Unit.TEXT, "cpuShared", ArmSummary::cpuShared)
                        .means("whether CPU is a share of the time of its pool"),
                summary(
                                "overhead_seconds_per_task",
                                Unit.SECONDS,
                                "overheadSeconds",
                                s -> s.overheadSeconds())
                        .in(
                                Shown.FIRST,
                                "overhead\nper task",
                                "slot time that handing out a task costs; it adds up over tasks"));
    }

    private static Object cpu(ArmSummary arm) {
        return arm.cpuShared()
                ? new ArmFigure.PoolShare(arm.cpuSeconds())
                : (Object) arm.cpuSeconds();
    }

    private static List<ArmFigure> ofSlotTime() {
        return List.of(
                ArmFigure.of(
                                "on_cpu_share",
                                Unit.SHARE,
                                a -> ofAll(a, a.summary().shares().onCpu()))
                        .in(Shown.SLOT_TIME, "on\nCPU", "a task computed"),
                ArmFigure.of("ready_share", Unit.SHARE, a -> ofAll(a, a.summary().shares().ready()))
                        .in(Shown.SLOT_TIME, "no\ncore", "a task could have run, but had no core"),
                ArmFigure.of(
                                "waiting_share",
                                Unit.SHARE,
                                a -> ofAll(a, a.summary().shares().waiting()))
                        .in(
                                Shown.SLOT_TIME,
                                "wait\u00ad\ning",
                                "a task waited for something else than a core"),
                summary("running_share", Unit.SHARE, "shares/running", s -> s.shares().running())
                        .means("a task ran: on CPU, no core and waiting together"),
                summary(
                                "hand_over_share",
                                Unit.SHARE,
                                "shares/handOver",
                                s -> s.shares().handOver())
                        .in(
                                Shown.SLOT_TIME,
                                "hand-\nover",
                                "a slot was free although a task was ready or on its way"),
                summary(
                                "none_ready_share",
                                Unit.SHARE,
                                "shares/noneReady",
                                s -> s.shares().noneReady())
                        .in(
                                Shown.SLOT_TIME,
                                "none\nready",
                                "a slot was free with tasks still to come"),
                summary("drained_share", Unit.SHARE, "shares/drained", s -> s.shares().drained())
                        .in(Shown.SLOT_TIME, "drained", "a slot was free because no task remained"),
                summary("ran_seconds_per_task", Unit.SECONDS, "taskSeconds", s -> s.taskSeconds())
                        .in(Shown.SLOT_TIME, "mean\ntask", "how long a task ran"),
                summary(
                                "longest_task_seconds",
                                Unit.SECONDS,
                                "longestSeconds",
                                s -> s.longestSeconds())
                        .means("how long the longest task ran"),
                summary(
                                "on_cpu_share_of_running",
                                Unit.SHARE,
                                "shares/onCpu",
                                s -> s.shares().onCpu())
                        .means("the part of running in which a task computed"),
                summary(
                                "ready_share_of_running",
                                Unit.SHARE,
                                "shares/ready",
                                s -> s.shares().ready())
                        .means("the part of running in which a task had no core"),
                ArmFigure.of(
                                "waiting_share_of_running",
                                Unit.SHARE,
                                a -> a.summary().shares().waiting())
                        .means("the part of running in which a task waited"),
                hindrance("cores_taken_share", "coresTaken", h -> h.coresTaken())
                        .means("the part of its cores that other programs had"),
                hindrance("lack_of_cores_share", "lackOfCores", h -> h.lackOfCores())
                        .means("the part of the time to compute in which no core was free"),
                hindrance("throttled_share", "throttled", h -> h.throttled())
                        .means("the part of its time in which a quota held it back"),
                hindrance("repeated_mean_share", "repeated", h -> h.repeated())
                        .means("the part of attempts that repeated a task: its mean over rounds"));
    }

    private static double ofAll(MeasuredArm arm, double ofRunning) {
        return ofRunning < 0 ? -1 : arm.summary().shares().running() * ofRunning;
    }

    private static List<ArmFigure> ofAttempts() {
        List<ArmFigure> all = new ArrayList<>();
        all.add(
                ArmFigure.of("attempts", Unit.COUNT, a -> a.times().attempts())
                        .at("times/attempts")
                        .means("attempts of a round, first ones and repeated ones"));
        all.add(
                ArmFigure.of("repeated_share", Unit.SHARE, a -> a.times().repeated())
                        .at("times/repeated")
                        .means(
                                "the part of attempts that repeated a task: its median over rounds"));
        spread("queued", "from ready to dispatched", ArmTimes::queued, all);
        spread("waited", "from arrived at the worker to begun", ArmTimes::waited, all);
        spread("ran", "from begun to ended", ArmTimes::ran, all);
        spread(
                "delay",
                "from dispatched to answered, without waited and ran",
                ArmTimes::delay,
                all);
        return all;
    }

    private static void spread(
            String part, String meaning, Function<ArmTimes, Distribution> of, List<ArmFigure> all) {
        Map<String, ToDoubleFunction<Distribution>> figures = new LinkedHashMap<>();
        figures.put("p50", Distribution::p50);
        figures.put("p90", Distribution::p90);
        figures.put("p99", Distribution::p99);
        figures.put("max", Distribution::max);
        figures.put("mean", Distribution::mean);
        figures.put("total", Distribution::total);
        figures.forEach((name, figure) ->
                all.add(
                        ArmFigure.of(
                                        part + "_seconds_" + name,
                                        Unit.SECONDS,
                                        a -> figure.applyAsDouble(of.apply(a.times())))
                                .at("times/" + part + "/" + name)
                                .means(name + " over attempts: " + meaning)));
    }

    private static List<ArmFigure> ofVerdict() {
        return List.of(
                ArmFigure.of("verdict", Unit.TEXT, MeasuredArm::verdict)
                        .means("use, fastest (as fast, but less simple) or slower"),
                ArmFigure.of("answer", Unit.TEXT, MeasuredArm::answer)
                        .means("what its jobs put out"),
                ArmFigure.of("unfit", Unit.TEXT, a -> a.analysis().unfit().get(a.label()))
                        .means("why it is never recommended"),
                ArmFigure.of(
                                "lost_seconds_per_task",
                                Unit.SECONDS,
                                a -> value(a.grain(), Grain::lostSeconds))
                        .means("slot time that a task costs beyond running"),
                ArmFigure.of(
                                "shortest_task_seconds",
                                Unit.SECONDS,
                                a -> value(a.grain(), Grain::shortestTaskSeconds))
                        .means("the reference does shorter tasks as fast"));
    }

    private static List<ArmFigure> ofScaling() {
        List<ArmFigure> all = new ArrayList<>();
        all.add(
                ArmFigure.of("speed_up", Unit.TIMES, a -> value(a.point(), Scaling.Point::speedUp))
                        .means("times as fast as with its fewest slots"));
        all.add(
                ArmFigure.interval(
                                "speed_up",
                                Unit.TIMES,
                                a -> value(a.point(), Scaling.Point::interval))
                        .means("where its speed-up lies, at a confidence of 95 %"));
        all.add(
                ArmFigure.of(
                                "speed_up_per_slot",
                                Unit.SHARE,
                                a -> value(a.point(), Scaling.Point::efficiency))
                        .means("speed-up for each slot"));
        estimate("amdahl_serial", LawFit.Law.AMDAHL, LawFit::serial, all);
        estimate("usl_contention", LawFit.Law.UNIVERSAL_SCALABILITY, LawFit::serial, all);
        estimate("usl_crosstalk", LawFit.Law.UNIVERSAL_SCALABILITY, LawFit::crosstalk, all);
        String speedUp = "forecast_speed_up";
        all.add(
                ArmFigure.of(
                                "forecast_slots",
                                Unit.COUNT,
                                a -> value(a.forecast(), Scaling.Forecast::slots))
                        .means("twice the most slots that were measured"));
        all.add(
                ArmFigure.of(
                                speedUp,
                                Unit.TIMES,
                                a -> value(a.forecast(), Scaling.Forecast::speedUp))
                        .means("times as fast as one slot, with so many"));
        all.add(
                ArmFigure.interval(
                                speedUp,
                                Unit.TIMES,
                                a -> value(a.forecast(), Scaling.Forecast::interval))
                        .means("where that lies, at a confidence of 95 %"));
        all.add(
                ArmFigure.of("scaling", Unit.TEXT, a -> value(a.scaling(), Scaling::sentence))
                        .means("how it grows with its slots"));
        return all;
    }

    private static void estimate(
            String name,
            LawFit.Law law,
            Function<LawFit, LawFit.Estimate> part,
            List<ArmFigure> all) {
        Function<MeasuredArm, Optional<LawFit.Estimate>> fit = arm -> arm.law(law).map(part);
        all.add(
                ArmFigure.of(name, Unit.NUMBER, a -> value(fit.apply(a), LawFit.Estimate::value))
                        .means("a parameter of the law that fits its growth"));
        all.add(
                ArmFigure.interval(
                                name,
                                Unit.NUMBER,
                                a -> value(fit.apply(a), LawFit.Estimate::interval))
                        .means("where that lies, at a confidence of 95 %"));
    }

    private static ArmFigure summary(
            String name, Unit unit, String path, Function<ArmSummary, @Nullable Object> source) {
        return ArmFigure.of(name, unit, arm -> source.apply(arm.summary())).at("arms/" + path);
    }

    private static ArmFigure hindrance(
            String name, String path, ToDoubleFunction<Hindrances> source) {
        return summary(
                name,
                Unit.SHARE,
                "hindrances/" + path,
                arm -> source.applyAsDouble(arm.hindrances()));
    }

    private static ArmFigure interval(
            String name, Unit unit, String path, Function<ArmSummary, @Nullable Interval> source) {
        return ArmFigure.interval(name, unit, arm -> source.apply(arm.summary()))
                .at("arms/" + path);
    }

    private static <T, V> @Nullable V value(Optional<T> of, Function<T, @Nullable V> figure) {
        return of.isEmpty() ? null : figure.apply(of.get());
    }
}
