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
 * How an arm grows with its slots: arms that differ in nothing else.
 *
 * @param arms what they have in common: the mode and what else was varied
 * @param points ascending by slots
 * @param laws fitted to the points within the cores; empty where these are too few
 * @param forecast of twice the largest size that was measured; null where nothing can be claimed
 * @param note why something is missing; empty when nothing is
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
     * One size.
     *
     * @param speedUp times as fast as the smallest size
     * @param interval its 95 % interval; null for the smallest size and below three rounds
     * @param efficiency speed-up for each slot, 1 for the smallest size
     */
    public record Point(
            String arm,
            int slots,
            double speedUp,
            @Nullable Interval interval,
            double efficiency) {}

    /**
     * An extrapolation: times as fast as one slot, with its 95 % interval, if the law holds on.
     *
     * @param moreCores whether it would take more cores than there are
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
     * By the law with the most terms, for it holds where the others do; null if it may be endless.
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
                        : "%d %s more slots than there are cores and %s nothing. "
                                .formatted(
                                        beyond,
                                        beyond == 1 ? "size has" : "sizes have",
                                        beyond == 1 ? "says" : "say");
        if (laws.isEmpty()) {
            return out
                    + "Too few sizes or rounds for a law: it takes %d sizes and %d rounds."
                            .formatted(LawFit.Law.AMDAHL.sizes(), LogMean.FEWEST);
        }
        return (out + (forecast == null ? "The rounds differ too much for a forecast." : ""))
                .strip();
    }

    /** For people: the forecast, or why there is none. */
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
