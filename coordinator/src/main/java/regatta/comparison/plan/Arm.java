package regatta.comparison.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * One of the ways of running a job that are compared; immutable.
 *
 * @param label names it within its comparison: the mode, and what else tells it from other arms
 * @param mode the mode of its jobs
 * @param slots the slots that its jobs ask for; 0 to leave it to the mode
 * @param varied what it changes in the job, in the order in which it was asked for
 */
public record Arm(String label, String mode, int slots, List<Varied> varied) {
    /** The mode that runs everything in a row in one slot, whatever is asked for. */
    public static final String BATCH = "batch";

    /** From the simplest to run and to understand to the one that takes most. */
    public static final List<String> SIMPLEST_FIRST =
            List.of(
                    BATCH,
                    "thread-pool",
                    "virtual-threads",
                    "fork-join",
                    "async",
                    "processes",
                    "cluster");

    public Arm {
        if (label.isBlank() || mode.isBlank()) {
            throw new IllegalArgumentException("an arm needs a label and a mode");
        }
        if (slots < 0) {
            throw new IllegalArgumentException("slots of " + label + ": " + slots + " is below 0");
        }
        varied = List.copyOf(varied);
    }

    /** The place of a mode among all, the simplest first; those that are not known come last. */
    public static int simplicity(String mode) {
        int index = SIMPLEST_FIRST.indexOf(mode);
        return index < 0 ? SIMPLEST_FIRST.size() : index;
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
     * Every mode with every number of slots and every combination of varied values; {@code batch}
     * with its one slot only.
     *
     * @param modes in the order in which tables show them; repeated ones count once
     */
    public static List<Arm> each(
            List<String> modes, List<Integer> slots, List<Variation> variations) {
        boolean slotsDiffer = slots.stream().distinct().count() > 1;
        List<Arm> arms = new ArrayList<>();
        for (String mode : new LinkedHashSet<>(modes)) {
            List<Integer> sizes = mode.equals(BATCH) ? List.of(1) : slots;
            for (int size : new LinkedHashSet<>(sizes)) {
                for (List<Varied> varied : combinations(variations)) {
                    boolean named = slotsDiffer && !mode.equals(BATCH);
                    arms.add(new Arm(label(mode, named, size, varied), mode, size, varied));
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
