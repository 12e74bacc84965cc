package regatta.workload.sharedcounter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.Violation;

/** The fields of a spec of workload {@code shared-counter}, and their limits. */
final class CounterLimits {
    static final int MOST_TASKS = 100_000;
    static final long MOST_INCREMENTS = 10_000_000_000L;
    static final Duration LONGEST_APART = Duration.ofSeconds(1);

    /** The largest number of updates that all tasks of a job may make together. */
    private static final long MOST_COUNTED = 1_000_000_000_000L;

    private CounterLimits() {}

    static List<Field> fields() {
        return List.of(
                Field.optional("tasks", FieldType.whole(1, MOST_TASKS), 8, "How many tasks count."),
                Field.optional(
                        "increments",
                        FieldType.whole(1, MOST_INCREMENTS),
                        100_000,
                        "How often each task adds 1."),
                Field.optional(
                        "discipline",
                        FieldType.choice(Discipline.words()),
                        Discipline.NONE.word(),
                        "What keeps tasks from losing each other's updates."),
                Field.optional(
                        "apart",
                        FieldType.time(Duration.ZERO, LONGEST_APART),
                        Duration.ZERO,
                        "The work between reading the counter and writing it. On an event loop a"
                                + " turn of the loop comes in between as well."));
    }

    static List<Violation> check(SharedCounter.Spec spec) {
        List<Violation> found = new ArrayList<>();
        if (spec.tasks() < 1 || spec.tasks() > MOST_TASKS) {
            found.add(new Violation("/tasks", "must be from 1 to " + MOST_TASKS));
        }
        if (spec.increments() < 1 || spec.increments() > MOST_INCREMENTS) {
            found.add(new Violation("/increments", "must be from 1 to " + MOST_INCREMENTS));
        }
        if (Discipline.of(spec.discipline()).isEmpty()) {
            found.add(
                    new Violation(
                            "/discipline",
                            "must be one of " + String.join(", ", Discipline.words())));
        }
        if (spec.apart().isNegative() || spec.apart().compareTo(LONGEST_APART) > 0) {
            found.add(new Violation("/apart", "must be from PT0S to " + LONGEST_APART));
        }
        if (found.isEmpty() && spec.tasks() * spec.increments() > MOST_COUNTED) {
            found.add(
                    new Violation(
                            "/increments", "tasks × increments must be at most " + MOST_COUNTED));
        }
        return found;
    }
}
