package regatta.workload.sumofsquares;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.Violation;

/**
 * The operator's limits on one job.
 *
 * @param maxTarget the largest allowed target, at most {@link SumOfSquares#LARGEST_TARGET}
 * @param maxTasks the largest allowed number of tasks of a job, at most 100,000,000
 */
record SumLimits(long maxTarget, long maxTasks) {
    private static final long MOST_TASKS = 100_000_000;

    /**
     * The largest number of violations that an answer lists. More violations would tell the user
     * nothing new.
     */
    private static final int MOST_VIOLATIONS = 20;

    SumLimits {
        require("max-target", maxTarget, 0, SumOfSquares.LARGEST_TARGET);
        require("max-tasks", maxTasks, 1, MOST_TASKS);
    }

    private static void require(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "regatta.sum-of-squares.%s must be from %d to %d, not %d"
                            .formatted(key, least, most, value));
        }
    }

    List<Field> fields() {
        return List.of(
                Field.required(
                        "targets",
                        FieldType.list(FieldType.whole(0, maxTarget), 1, maxTasks),
                        "Each target n asks for the sum of i² for 0 ≤ i < n."),
                Field.optional(
                        "tasksPerTarget",
                        FieldType.whole(1, maxTasks),
                        1,
                        "The number of tasks that each target is split into."),
                Field.optional(
                        "repeat",
                        FieldType.whole(1, maxTasks),
                        1,
                        "How often the job computes the whole list. Repetitions must agree."));
    }

    List<Violation> check(SumOfSquares.Spec spec) {
        List<Violation> found = new ArrayList<>();
        List<@Nullable Long> targets = spec.targets();
        if (targets.isEmpty()) {
            found.add(new Violation("/targets", "must list at least one target"));
        }
        for (int at = 0; at < targets.size() && found.size() < MOST_VIOLATIONS; at++) {
            Long target = targets.get(at);
            if (target == null || target < 0 || target > maxTarget) {
                found.add(new Violation("/targets/" + at, "must be an integer " + targetRange()));
            }
        }
        checkCount("/tasksPerTarget", spec.tasksPerTarget()).ifPresent(found::add);
        checkCount("/repeat", spec.repeat()).ifPresent(found::add);
        if (found.isEmpty()) {
            checkProduct(spec).ifPresent(found::add);
        }
        return List.copyOf(found);
    }

    private String targetRange() {
        return "from 0 to %d (regatta.sum-of-squares.max-target)".formatted(maxTarget);
    }

    private Optional<Violation> checkCount(String pointer, int count) {
        return count >= 1 && count <= maxTasks
                ? Optional.empty()
                : Optional.of(new Violation(pointer, "must be from 1 to " + mostTasks()));
    }

    /** Returns a violation at the first factor that takes the number of tasks over the limit. */
    private Optional<Violation> checkProduct(SumOfSquares.Spec spec) {
        long targets = spec.targets().size();
        long parts = targets * spec.tasksPerTarget();
        if (parts <= maxTasks && parts * spec.repeat() <= maxTasks) {
            return Optional.empty();
        }
        String pointer =
                targets > maxTasks ? "/targets" : parts > maxTasks ? "/tasksPerTarget" : "/repeat";
        return Optional.of(
                new Violation(
                        pointer,
                        "targets × tasksPerTarget × repeat must be at most " + mostTasks()));
    }

    private String mostTasks() {
        return "%d (regatta.sum-of-squares.max-tasks)".formatted(maxTasks);
    }
}
