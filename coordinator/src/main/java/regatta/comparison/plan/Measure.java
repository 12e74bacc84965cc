package regatta.comparison.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.workload.Figure;

/**
 * The figure by which arms are compared, and the other figures to show.
 *
 * @param compared the figure by which arms are compared
 * @param figures the figures that each output contains, including {@code compared} unless {@code
 *     compared} is the wall time
 * @param reasons for the label of each arm for which the workload gives a reason, why the arm does
 *     well
 */
public record Measure(Figure compared, List<Figure> figures, Map<String, String> reasons) {
    /** Compares by wall time, as most workloads do. */
    public static final Measure WALL_TIME = new Measure(Figure.WALL_TIME, List.of(), Map.of());

    /**
     * The smallest value of a figure, so that no logarithm of 0 occurs. The value is below the
     * resolution of every clock that measures figures.
     */
    private static final double LEAST = 1e-9;

    public Measure {
        figures = List.copyOf(figures);
        reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }

    /**
     * Returns whether arms are compared by wall time. If so, the times of tasks and slots can
     * explain the result.
     */
    public boolean isWallTime() {
        return compared.equals(Figure.WALL_TIME);
    }

    /** Returns the figures to show beside the compared figure. */
    public List<Figure> others() {
        return figures.stream().filter(figure -> !figure.equals(compared)).toList();
    }

    /** Returns a round's value of the compared figure; the value is above 0. */
    double value(Round round) {
        double value =
                isWallTime()
                        ? round.report().wallSeconds()
                        : Objects.requireNonNullElse(round.figures().get(compared.name()), 0.0);
        return Math.max(value, LEAST);
    }

    /**
     * Returns {@link #value}, or the inverse of the value if a larger value is better. A smaller
     * cost is always better.
     */
    double cost(Round round) {
        return compared.lessIsBetter() ? value(round) : 1 / value(round);
    }

    /** Returns the worst value of a figure over some rounds; empty if no round has the figure. */
    static Optional<Double> worst(Figure figure, List<Round> rounds) {
        return rounds.stream()
                .map(round -> round.figures().get(figure.name()))
                .filter(Objects::nonNull)
                .reduce(figure.lessIsBetter() ? Math::max : Math::min);
    }

    Optional<String> reason(Arm arm) {
        @Nullable String said = reasons.get(arm.label());
        return Optional.ofNullable(said);
    }

    /** Returns a phrase such as {@code 1.90 times as fast as batch}. */
    String times(String number, String than) {
        return isWallTime()
                ? "%s times as fast as %s".formatted(number, than)
                : "%s %s times %s than with %s"
                        .formatted(compared.name(), number, comparative(), than);
    }

    /**
     * Returns {@code faster}, or {@code better} if arms are compared by another figure than the
     * wall time.
     */
    public String better() {
        return isWallTime() ? "faster" : "better";
    }

    /** Returns a phrase such as {@code no other arm was more than 3 % faster}. */
    String noneBetter() {
        return isWallTime()
                ? "no other arm was more than 3 % faster"
                : "no other arm had a %s that was more than 3 %% %s"
                        .formatted(compared.name(), comparative());
    }

    /** Returns a phrase such as {@code took the least time}. */
    String hadTheBest() {
        return isWallTime()
                ? "took the least time"
                : "had the %s %s"
                        .formatted(compared.lessIsBetter() ? "lowest" : "highest", compared.name());
    }

    private String comparative() {
        return compared.lessIsBetter() ? "lower" : "higher";
    }

    /** Returns a value with its unit, such as {@code 12 ms}, {@code 600/s} or {@code 812}. */
    public static String shown(Figure figure, double value) {
        if (figure.unit().equals("s")) {
            return Words.time(value);
        }
        boolean whole = value == Math.rint(value) || Math.abs(value) >= 100;
        String number = String.format(Locale.ROOT, whole ? "%,.0f" : "%,.1f", value);
        boolean close = figure.unit().isEmpty() || figure.unit().startsWith("/");
        return number + (close ? "" : " ") + figure.unit();
    }
}
