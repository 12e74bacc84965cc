package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How speed grows with the number of slots, for arms that differ only in the number of slots.
 *
 * @param arms what the arms have in common: the mode and the other varied fields
 * @param points one point for each number of slots, ascending
 * @param laws the fitted laws. A law is fitted only to points with enough cores. Empty if too few
 *     points have enough cores.
 * @param forecast the forecast for twice the largest measured number of slots; null if the data
 *     allow no forecast
 * @param note why laws or a forecast are missing; empty if nothing is missing
 */
public record Scaling(
        String arms,
        List<Point> points,
        List<LawFit> laws,
        @Nullable Forecast forecast,
        String note) {
    public Scaling {
        points = List.copyOf(points);
        laws = List.copyOf(laws);
    }

    /**
     * The measured speed with one number of slots.
     *
     * @param speedUp how many times as fast the job is as with the smallest number of slots
     * @param interval the 95 % interval of {@code speedUp}; null for the smallest number of slots
     *     and below three rounds
     * @param efficiency {@code speedUp} divided by the growth in slots; 1 for the smallest number
     *     of slots
     */
    public record Point(
            String arm,
            int slots,
            double speedUp,
            @Nullable Interval interval,
            double efficiency) {}

    /**
     * An extrapolation by a law: how many times as fast as one slot, with its 95 % interval. The
     * extrapolation is true only if the law still holds for {@code slots} slots.
     *
     * @param moreCores whether the forecast assumes more cores than the machine has
     */
    public record Forecast(
            LawFit.Law law, int slots, double speedUp, Interval interval, boolean moreCores) {}

    static List<Scaling> each(String reference, List<ArmSummary> arms, Summaries summaries) {
        Map<String, List<ArmSummary>> families = new LinkedHashMap<>();
        for (ArmSummary arm : arms) {
            families.computeIfAbsent(family(arm.arm()), _ -> new ArrayList<>()).add(arm);
        }
        boolean waits =
                arms.stream()
                        .filter(arm -> arm.arm().label().equals(reference))
                        .anyMatch(arm -> arm.shares().waiting() >= TaskCauses.MOSTLY);
        List<Scaling> all = new ArrayList<>();
        families.forEach((name, members) -> {
            List<ArmSummary> sizes = new ArrayList<>(members);
            sizes.sort(Comparator.comparingInt(ArmSummary::slots));
            if (sizes.stream().map(ArmSummary::slots).distinct().count() > 1) {
                all.add(of(name, sizes, summaries, waits));
            }
        });
        return all;
    }

    private static String family(Arm arm) {
        StringBuilder name = new StringBuilder(arm.mode());
        arm.varied().forEach(v -> name.append(' ').append(v.field()).append('=').append(v.value()));
        return name.toString();
    }

    private static Scaling of(
            String name, List<ArmSummary> sizes, Summaries summaries, boolean waits) {
        ArmSummary smallest = sizes.getFirst();
        List<Point> points = sizes.stream().map(size -> point(size, smallest, summaries)).toList();
        List<ArmSummary> within =
                sizes.stream().filter(s -> waits || s.slots() <= s.cores()).toList();
        double[][] seconds =
                summaries.completeBlocks(within.stream().map(ArmSummary::arm).toList());
        int[] slots = within.stream().mapToInt(ArmSummary::slots).toArray();
        int distinct = (int) Arrays.stream(slots).distinct().count();
        List<LawFit.Law> possible =
                seconds.length < LogMean.FEWEST
                        ? List.of()
                        : Arrays.stream(LawFit.Law.values())
                                .filter(law -> distinct >= law.sizes())
                                .toList();
        List<LawFit> laws = possible.stream().map(law -> LawFit.of(law, slots, seconds)).toList();
        Forecast forecast =
                possible.isEmpty()
                        ? null
                        : forecast(
                                possible.getLast(),
                                slots,
                                seconds,
                                waits ? Double.MAX_VALUE : within.getLast().cores());
        String note = note(sizes.size() - within.size(), laws, forecast);
        return new Scaling(name, points, laws, forecast, note);
    }

    private static Point point(ArmSummary size, ArmSummary smallest, Summaries summaries) {
        LogMean speedUp = summaries.timesFaster(size.arm(), smallest.arm());
        Interval interval =
                size.equals(smallest) ? null : speedUp.interval(Summaries.CONFIDENCE).orElse(null);
        return new Point(
                size.arm().label(),
                size.slots(),
                speedUp.estimate(),
                interval,
                speedUp.estimate() * smallest.slots() / size.slots());
    }

    /**
     * Forecasts with {@code law}, the possible law with the largest number of terms, because this
     * law also holds where the simpler law holds. Returns null if the interval of the time reaches
     * 0, which would mean an infinite speed-up.
     */
    private static @Nullable Forecast forecast(
            LawFit.Law law, int[] slots, double[][] seconds, double cores) {
        int size = 2 * IntStream.of(slots).max().orElseThrow();
        LawFit.Estimate part = LawFit.timeAt(law, size, slots, seconds);
        if (part.interval().low() <= 0) {
            return null;
        }
        Interval speedUp = new Interval(1 / part.interval().high(), 1 / part.interval().low());
        return new Forecast(law, size, 1 / part.value(), speedUp, size > cores);
    }

    private static String note(int beyond, List<LawFit> laws, @Nullable Forecast forecast) {
        String out =
                beyond == 0
                        ? ""
                        : "The law ignores %d %s with more slots than cores. "
                                .formatted(beyond, beyond == 1 ? "size" : "sizes");
        if (laws.isEmpty()) {
            return out
                    + "Too few sizes or rounds for a law: it takes %d sizes and %d rounds."
                            .formatted(LawFit.Law.AMDAHL.sizes(), LogMean.FEWEST);
        }
        return (out + (forecast == null ? "The rounds differ too much for a forecast." : ""))
                .strip();
    }

    /**
     * Returns the forecast as a sentence for people. If there is no forecast, returns the reason.
     */
    public String sentence() {
        if (forecast == null) {
            return arms + ": " + note;
        }
        String law =
                forecast.law() == LawFit.Law.AMDAHL
                        ? "Amdahl's law"
                        : "the Universal Scalability Law";
        return String.format(
                        Locale.ROOT,
                        "%s with %d slots%s would be %.2f times as fast as with one (95 %%"
                                + " %.2f–%.2f): an extrapolation by %s, true only if nothing else sets"
                                + " in. %s",
                        arms,
                        forecast.slots(),
                        forecast.moreCores() ? ", and as many cores," : "",
                        forecast.speedUp(),
                        forecast.interval().low(),
                        forecast.interval().high(),
                        law,
                        note)
                .strip();
    }
}
