package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.Mode.Placement;
import regatta.coordinator.api.Mode.Style;

/**
 * One way to run the job of a comparison; immutable.
 *
 * @param label names the arm within its comparison: the mode, and whatever else distinguishes the
 *     arm from other arms
 * @param mode the mode of the arm's jobs
 * @param placement where the workers of the mode live
 * @param style how the mode runs tasks side by side
 * @param slots the slots that the arm's jobs ask for; 0 if the mode decides
 * @param varied the fields that the arm changes in the job, in the order of the submission
 */
public record Arm(
        String label,
        String mode,
        Placement placement,
        Style style,
        int slots,
        List<Varied> varied) {
    /** Sorts arms by how hard the arms' modes are to run and to understand, the simplest first. */
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

    /** Returns whether the arm runs one task after the other, as the reference does. */
    boolean sequential() {
        return style == Style.SEQUENTIAL;
    }

    /**
     * Returns whether all slots of the arm share one thread, so that the arm's tasks wait for each
     * other.
     */
    boolean onOneThread() {
        return style == Style.EVENT_LOOP;
    }

    /**
     * Returns whether slots of the arm share threads. In the figures of an arm that shares threads,
     * a task that waits for a shared thread looks like a task that waits for something else.
     */
    boolean sharesThreads() {
        return style == Style.VIRTUAL_THREADS || style == Style.EVENT_LOOP;
    }

    /** Returns whether the arm's tasks leave the coordinator's process. */
    boolean outside() {
        return placement != Placement.IN_PROCESS;
    }

    /** A field of the job, and the value that one arm gives to the field. */
    public record Varied(String field, String value) {}

    /**
     * A field of the job, and the values that arms give to the field. Each arm gives one of the
     * values.
     */
    public record Variation(String field, List<String> values) {
        public Variation {
            if (field.isBlank() || values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("a variation needs a field and its values");
            }
            values = List.copyOf(values);
        }
    }

    /**
     * Combines every mode with every number of slots and with every combination of varied values. A
     * sequential mode gets one slot only.
     *
     * @param modes the modes in the order of the report's tables; duplicates count once
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
