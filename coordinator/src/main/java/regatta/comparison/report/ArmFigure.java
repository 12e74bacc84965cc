package regatta.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.Interval;
import regatta.document.Figures;
import regatta.document.Figures.Scale;

/**
 * One figure of an arm: the figure's name, the tables that show it, and how to read its value from
 * an arm.
 *
 * @param name the name of the figure's CSV column. A figure that is an interval has two columns,
 *     {@code NAME_low_95} and {@code NAME_high_95}.
 * @param interval whether the figure's value is an {@link Interval}
 * @param path the figure's place in the JSON of an analysis, such as {@code arms/shares/running};
 *     empty if the figure stands in a part of the JSON that several arms share
 * @param title the title of the figure's column in tables; has one or more lines
 * @param explanation tells people what the figure means, with a sentence or a part of a sentence,
 *     without a full stop
 * @param source reads the figure's value from an arm: a number, a text, a truth value, an {@link
 *     Interval} or a {@link PoolShare}; null if the arm has no such value
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

    /** The unit of a figure. The unit decides how tables write the figure's values. */
    public enum Unit {
        TEXT,
        COUNT,
        CORES,
        /**
         * Seconds of wall time. All cells of a column use the same unit of time, and the column's
         * title names this unit.
         */
        WALL_SECONDS,
        /**
         * Seconds of processor time, written like {@code WALL_SECONDS}. A negative value means that
         * the time is unknown.
         */
        CPU_SECONDS,
        /** Seconds. Each cell of a column names its own unit of time. */
        SECONDS,
        /** A factor, such as how many times faster an arm is than the reference. */
        TIMES,
        /**
         * A part from 0 to 1, written as a percentage. A negative value means that the part is
         * unknown.
         */
        SHARE,
        /** A number. If the number has a unit, the title of the figure names the unit. */
        NUMBER
    }

    /** The table that shows a figure to people. */
    public enum Shown {
        /** The first table of a report in a terminal, in Markdown and on the page. */
        FIRST,
        /** The table that shows where the time of the slots went. */
        SLOT_TIME,
        /**
         * The table that shows how far rounds lie apart. Only the page and Markdown have this
         * table.
         */
        SPREAD,
        /** No table. Only CSV and JSON contain the figure. */
        DATA
    }

    /** An arm's share, in seconds, of the processor time of a whole pool of threads. */
    public record PoolShare(double seconds) {}

    /**
     * Creates a figure that only CSV contains. The figure's title is its name, with a space for
     * each underscore.
     */
    static ArmFigure of(String name, Unit unit, Function<MeasuredArm, @Nullable Object> source) {
        return new ArmFigure(name, false, "", unit, Shown.DATA, name.replace('_', ' '), "", source);
    }

    /**
     * Creates an interval that only CSV contains. The interval's title is its name, with a space
     * for each underscore.
     */
    static ArmFigure interval(
            String name, Unit unit, Function<MeasuredArm, @Nullable Interval> source) {
        return new ArmFigure(
                name, true, "", unit, Shown.DATA, name.replace('_', ' '), "", source::apply);
    }

    /** Returns the same figure with another unit. */
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

    /** Returns the same figure as a column of a table, with a title and an explanation. */
    public ArmFigure in(Shown where, String column, String what) {
        return new ArmFigure(name, interval, path, unit, where, column, what, source);
    }

    /**
     * Returns whether the cells of the figure's column are aligned to the right, as numbers are.
     */
    boolean right() {
        return unit != Unit.TEXT;
    }

    /** Returns the figure's value for an arm; null if the arm has no such value. */
    public @Nullable Object of(MeasuredArm arm) {
        Object value = source.apply(arm);
        return value instanceof PoolShare(double seconds) ? (Object) seconds : value;
    }

    /**
     * Returns the figure's unrounded value for an arm; null if the arm has no value or if the value
     * is unknown.
     */
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

    /**
     * Returns the figure's numbers of all arms. From these numbers follow the unit and the decimals
     * of the column.
     */
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
