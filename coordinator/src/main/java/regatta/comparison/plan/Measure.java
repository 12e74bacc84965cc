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
 * What arms are compared by.
 *
 * @param compared the figure that decides
 * @param figures what each output says in numbers, the compared figure among them unless it is the
 *     wall time
 * @param reasons by the label of an arm: why it does well where it does, as its workload says
 */
public record Measure(Figure compared, List<Figure> figures, Map<String, String> reasons) {
    /** That of most workloads. */
    public static final Measure WALL_TIME = new Measure(Figure.WALL_TIME, List.of(), Map.of());

    /** Below the resolution of any clock here, so that no time is 0 when its logarithm is taken. */
    private static final double LEAST = 1e-9;

    public Measure {
        figures = List.copyOf(figures);
        reasons = Collections.unmodifiableMap(new LinkedHashMap<>(reasons));
    }

    /** Whether the time of jobs decides, which the times of their tasks and slots explain. */
    public boolean isWallTime() {
        return compared.equals(Figure.WALL_TIME);
    }

    /** Whether a figure is shown beside the one that decides. */
    public List<Figure> others() {
        return figures.stream().filter(figure -> !figure.equals(compared)).toList();
    }

    /** The figure that decides; above 0. */
    double value(Round round) {
        double value =
                isWallTime()
                        ? round.report().wallSeconds()
                        : Objects.requireNonNullElse(round.figures().get(compared.name()), 0.0);
        return Math.max(value, LEAST);
    }

    /** The same, such that less is better. */
    double cost(Round round) {
        return compared.lessIsBetter() ? value(round) : 1 / value(round);
    }

    /** The worst value of a figure in some rounds; empty where none has it. */
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

    /** Such as {@code 1.90 times as fast as batch}. */
    String times(String number, String than) {
        return isWallTime()
                ? "%s times as fast as %s".formatted(number, than)
                : "%s %s times %s than with %s"
                        .formatted(compared.name(), number, comparative(), than);
    }

    /** Such as {@code no other arm was more than 3 % faster}. */
    String noneBetter() {
        return isWallTime()
                ? "no other arm was more than 3 % faster"
                : "no other arm had a %s that was more than 3 %% %s"
                        .formatted(compared.name(), comparative());
    }

    /** Such as {@code took the least time}. */
    String hadTheBest() {
        return isWallTime()
                ? "took the least time"
                : "had the %s %s"
                        .formatted(compared.lessIsBetter() ? "lowest" : "highest", compared.name());
    }

    private String comparative() {
        return compared.lessIsBetter() ? "lower" : "higher";
    }

    /** A value with its unit, such as {@code 12 ms}, {@code 600/s} or {@code 812}. */
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
