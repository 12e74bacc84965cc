package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Interval;
import regatta.document.Figures;
import regatta.document.Figures.Scale;

/**
 * One figure of an arm: what it is called, how it is taken from the arm, and how it is written.
 *
 * @param name its column in CSV; an interval has two, {@code NAME_low_95} and {@code NAME_high_95}
 * @param interval whether it is an {@link Interval}, not one value
 * @param path where it stands in the JSON of an analysis, such as {@code arms/shares/running};
 *     empty where it stands there in a part that several arms share
 * @param title of its column in tables; may have several lines
 * @param explanation what it says, for people: a sentence, or part of one, without its full stop
 * @param source takes it from an arm: a number, a text, a truth value, an {@link Interval} or a
 *     {@link PoolShare}; null where the arm has none
 */
public record ArmFigure(
        String name,
        boolean interval,
        String path,
        Unit unit,
        Shown shown,
        String title,
        String explanation,
        Function<MeasuredArm, @Nullable Object> source) {

    /** How its numbers are written for people. */
    public enum Unit {
        TEXT,
        COUNT,
        CORES,
        /** Seconds of wall time; a column has one unit and as many decimals as it needs. */
        WALL_SECONDS,
        /** Seconds on processors, likewise; below 0 where not known. */
        CPU_SECONDS,
        /** Seconds, each with the unit that fits. */
        SECONDS,
        /** How many times as much. */
        TIMES,
        /** 0 to 1, written as per cent; below 0 where not known. */
        SHARE,
        /** A number, whose unit its title has. */
        NUMBER
    }

    /** The table in which people find it. */
    public enum Shown {
        /** The table that a terminal, Markdown and the page show first. */
        FIRST,
        /** Where the time of slots went. */
        SLOT_TIME,
        /** How far rounds lie apart; on the page and in Markdown only. */
        SPREAD,
        /** In CSV and JSON only. */
        DATA
    }

    /** Seconds that are a share of what a pool of threads used. */
    public record PoolShare(double seconds) {}

    /** A figure that only CSV has so far, and that is called there as for people. */
    static ArmFigure of(String name, Unit unit, Function<MeasuredArm, @Nullable Object> source) {
        return new ArmFigure(name, false, "", unit, Shown.DATA, name.replace('_', ' '), "", source);
    }

    /** The same, of an interval. */
    static ArmFigure interval(
            String name, Unit unit, Function<MeasuredArm, @Nullable Interval> source) {
        return new ArmFigure(
                name, true, "", unit, Shown.DATA, name.replace('_', ' '), "", source::apply);
    }

    /** The same figure, of another kind. */
    ArmFigure as(Unit other) {
        return new ArmFigure(name, interval, path, other, shown, title, explanation, source);
    }

    /** The same figure, with its place in the JSON of an analysis. */
    public ArmFigure at(String where) {
        return new ArmFigure(name, interval, where, unit, shown, title, explanation, source);
    }

    /** The same figure, with what it says. */
    public ArmFigure means(String what) {
        return new ArmFigure(name, interval, path, unit, shown, title, what, source);
    }

    /** The same figure in a table of people. */
    public ArmFigure in(Shown where, String column, String what) {
        return new ArmFigure(name, interval, path, unit, where, column, what, source);
    }

    /** Whether its cells are numbers, which stand to the right. */
    boolean right() {
        return unit != Unit.TEXT;
    }

    /** Its value; null where the arm has none. */
    public @Nullable Object of(MeasuredArm arm) {
        Object value = source.apply(arm);
        return value instanceof PoolShare(double seconds) ? (Object) seconds : value;
    }

    /** Its value, unrounded; null where the arm has none or it is not known. */
    @Nullable Object known(MeasuredArm arm) {
        Object value = of(arm);
        boolean unknown =
                value instanceof Double number
                        && number < 0
                        && (unit == Unit.SHARE || unit == Unit.CPU_SECONDS);
        return unknown ? null : value;
    }

    /** Its cells for people, an arm a cell. */
    List<String> cells(List<MeasuredArm> arms, Scale scale) {
        List<String> cells = new ArrayList<>();
        arms.forEach(arm -> cells.add(written(source.apply(arm), scale)));
        return cells;
    }

    /** Its numbers, as far as they decide the scale of its column. */
    double[] numbers(List<MeasuredArm> arms) {
        return arms.stream()
                .map(this::of)
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .toArray();
    }

    private String written(@Nullable Object value, Scale scale) {
        return switch (value) {
            case null -> Figures.NONE;
            case PoolShare(double seconds) ->
                    (seconds < 0 ? "" : "~") + written((Object) seconds, scale);
            case Interval(double low, double high) -> written(low, high, scale);
            case Number number -> written(number.doubleValue(), scale);
            default -> value.toString();
        };
    }

    private String written(double number, Scale scale) {
        return switch (unit) {
            case TEXT -> String.valueOf(number);
            case NUMBER -> Figures.number(number);
            case COUNT -> String.valueOf(Math.round(number));
            case CORES -> Figures.cores(number);
            case WALL_SECONDS, CPU_SECONDS -> scale.number(number);
            case SECONDS -> Figures.time(number);
            case TIMES -> Figures.ratio(number);
            case SHARE -> Figures.percent(number);
        };
    }

    private String written(double low, double high, Scale scale) {
        return unit == Unit.TIMES
                ? Figures.ratios(low, high)
                : written(low, scale) + "–" + written(high, scale);
    }
}
