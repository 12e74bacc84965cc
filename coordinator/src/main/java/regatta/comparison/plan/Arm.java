package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.api.Mode.Style;

/**
 * One of the ways of running a job that are compared; immutable.
 *
 * @param label names the arm within its comparison: the mode, and what else tells it from other
 *     arms
 * @param mode the mode of its jobs
 * @param placement where the workers of the mode live
 * @param style how tasks run side by side in the mode
 * @param slots the slots that its jobs ask for; 0 to leave it to the mode
 * @param varied what it changes in the job, in the order in which it was asked for
 */
public record Arm(
        String label,
        String mode,
        Placement placement,
        Style style,
        int slots,
        List<Varied> varied) {
    /** The arms whose modes take least to run and to understand come first. */
    static final Comparator<Arm> SIMPLEST_FIRST =
            Comparator.comparing(Arm::placement).thenComparing(Arm::style);

    public Arm {
        if (label.isBlank() || mode.isBlank()) {
            throw new IllegalArgumentException("an arm needs a label and a mode");
        }
        if (slots < 0) {
            throw new IllegalArgumentException("slots of " + label + ": " + slots + " is below 0");
        }
        varied = List.copyOf(varied);
    }

    /** Whether it runs one task after the other, as the reference of a comparison does. */
    boolean sequential() {
        return style == Style.SEQUENTIAL;
    }

    /** Whether all its slots share one thread, so that its tasks wait for each other. */
    boolean onOneThread() {
        return style == Style.EVENT_LOOP;
    }

    /**
     * Whether slots share threads: a task that waits for its turn on one looks like any that waits.
     */
    boolean sharesThreads() {
        return style == Style.VIRTUAL_THREADS || style == Style.EVENT_LOOP;
    }

    /** Whether its tasks leave the coordinator's process. */
    boolean outside() {
        return placement != Placement.IN_PROCESS;
    }

    /** A field of the job, and the value that one arm gives it. */
    public record Varied(String field, String value) {}

    /** A field of the job, and the values that arms give it in turn. */
    public record Variation(String field, List<String> values) {
        public Variation {
            if (field.isBlank() || values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("a variation needs a field and its values");
            }
            values = List.copyOf(values);
        }
    }

    /**
     * Combines every mode with every number of slots and every combination of varied values; a
     * sequential mode has its one slot only.
     *
     * @param modes in the order in which tables show them; repeated ones count once
     */
    public static List<Arm> each(
            List<Mode> modes, List<Integer> slots, List<Variation> variations) {
        boolean slotsDiffer = slots.stream().distinct().count() > 1;
        List<Arm> arms = new ArrayList<>();
        for (Mode mode : new LinkedHashSet<>(modes)) {
            boolean sequential = mode.style() == Style.SEQUENTIAL;
            List<Integer> sizes = sequential ? List.of(1) : slots;
            for (int size : new LinkedHashSet<>(sizes)) {
                for (List<Varied> varied : combinations(variations)) {
                    boolean named = slotsDiffer && !sequential;
                    arms.add(
                            new Arm(
                                    label(mode.name(), named, size, varied),
                                    mode.name(),
                                    mode.placement(),
                                    mode.style(),
                                    size,
                                    varied));
                }
            }
        }
        return List.copyOf(arms);
    }

    private static List<List<Varied>> combinations(List<Variation> variations) {
        List<List<Varied>> all = List.of(List.of());
        for (Variation variation : variations) {
            List<List<Varied>> longer = new ArrayList<>();
            for (List<Varied> shorter : all) {
                for (String value : new LinkedHashSet<>(variation.values())) {
                    List<Varied> next = new ArrayList<>(shorter);
                    next.add(new Varied(variation.field(), value));
                    longer.add(next);
                }
            }
            all = longer;
        }
        return all;
    }

    private static String label(String mode, boolean withSlots, int slots, List<Varied> varied) {
        StringBuilder label = new StringBuilder(mode);
        if (withSlots) {
            label.append(" slots=").append(slots);
        }
        for (Varied one : varied) {
            label.append(' ').append(one.field()).append('=').append(one.value());
        }
        return label.toString();
    }
}
