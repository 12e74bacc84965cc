package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Interval;
import regatta.document.Figures;
import regatta.document.Figures.Scale;

/**
 * One figure of an arm: its name, where it appears, and how it is read from an arm.
 *
 * @param name the name of its CSV column. An interval has two columns, {@code NAME_low_95} and
 *     {@code NAME_high_95}.
 * @param interval whether its value is an {@link Interval}
 * @param path its place in the JSON of an analysis, such as {@code arms/shares/running}; empty if
 *     it stands in a part that several arms share
 * @param title the title of its column in tables, of one or more lines
 * @param explanation what it means, for people: a sentence or a part of one, without its full stop
 * @param source reads it from an arm: a number, a text, a truth value, an {@link Interval} or a
 *     {@link PoolShare}; null if the arm has none
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

    /** How a number is written for people. */
    public enum Unit {
        TEXT,
        COUNT,
        CORES,
        /**
         * Seconds of wall time. All cells of a column have the same unit, which its title names.
         */
        WALL_SECONDS,
        /** Seconds of processor time, written like {@code WALL_SECONDS}. Below 0 if unknown. */
        CPU_SECONDS,
        /** Seconds, written with a unit of its own in each cell. */
        SECONDS,
        /** A factor: how many times as much. */
        TIMES,
        /** A part from 0 to 1, written as a percentage. Below 0 if unknown. */
        SHARE,
        /** A number. If it has a unit, its title names the unit. */
        NUMBER
    }

    /** The table that shows a figure to people. */
    public enum Shown {
        /** The first table of a terminal, of Markdown and of the page. */
        FIRST,
        /** The table that shows where the time of the slots went. */
        SLOT_TIME,
        /** The table that shows how far rounds lie apart. Only the page and Markdown have it. */
        SPREAD,
        /** No table. Only CSV and JSON contain the figure. */
        DATA
    }

    /**
     * Seconds of processor time that are this arm's share of the time of a whole pool of threads.
     */
    public record PoolShare(double seconds) {}

    /** Creates a figure that only CSV contains. Its title is its name with spaces. */
    static ArmFigure of(String name, Unit unit, Function<MeasuredArm, @Nullable Object> source) {
        return new ArmFigure(name, false, "", unit, Shown.DATA, name.replace('_', ' '), "", source);
    }

    /** Creates an interval that only CSV contains. Its title is its name with spaces. */
    static ArmFigure interval(
            String name, Unit unit, Function<MeasuredArm, @Nullable Interval> source) {
        return new ArmFigure(
                name, true, "", unit, Shown.DATA, name.replace('_', ' '), "", source::apply);
    }

    /** Returns the same figure, written in another unit. */
    ArmFigure as(Unit other) {
        return new ArmFigure(name, interval, path, other, shown, title, explanation, source);
    }

    /** Returns the same figure with its place in the JSON of an analysis. */
    public ArmFigure at(String where) {
        return new ArmFigure(name, interval, where, unit, shown, title, explanation, source);
    }

    /** Returns the same figure with an explanation. */
    public ArmFigure means(String what) {
        return new ArmFigure(name, interval, path, unit, shown, title, what, source);
    }

    /** Returns the same figure in a table for people. */
    public ArmFigure in(Shown where, String column, String what) {
        return new ArmFigure(name, interval, path, unit, where, column, what, source);
    }

    /** Returns whether its cells are aligned to the right, as numbers are. */
    boolean right() {
        return unit != Unit.TEXT;
    }

    /** Returns the figure's value for an arm; null if the arm has none. */
    public @Nullable Object of(MeasuredArm arm) {
        Object value = source.apply(arm);
        return value instanceof PoolShare(double seconds) ? (Object) seconds : value;
    }

    /** Returns the unrounded value for an arm; null if the arm has none or if it is unknown. */
    @Nullable Object known(MeasuredArm arm) {
        Object value = of(arm);
        boolean unknown =
                value instanceof Double number
                        && number < 0
                        && (unit == Unit.SHARE || unit == Unit.CPU_SECONDS);
        return unknown ? null : value;
    }

    /** Returns the cells of the figure's column, one for each arm. */
    List<String> cells(List<MeasuredArm> arms, Scale scale) {
        List<String> cells = new ArrayList<>();
        arms.forEach(arm -> cells.add(written(source.apply(arm), scale)));
        return cells;
    }

    /** Returns the values from which the unit and decimals of the column follow. */
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
