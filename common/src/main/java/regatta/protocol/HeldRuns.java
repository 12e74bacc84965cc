package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;

/**
 * The attempts of one job that a worker holds, in the form that crosses the wire. Tasks that follow
 * each other in one slot share an entry, so that a hundred thousand of them fit into a frame.
 */
public record HeldRuns(JobId job, List<Run> runs) {
    private static final int MAX_COUNT = 1_000_000;

    public HeldRuns {
        Checks.there("job", job);
        runs = Lists.orNone(runs);
    }

    /**
     * Attempts of the tasks {@code first} to {@code first + count - 1}, alike but for their task.
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Run(int slot, int first, int count, int attempt, State state) {
        public Run {
            Checks.slot(slot);
            Checks.task(first, attempt);
            Checks.within("the tasks of a run", count, 1, MAX_COUNT);
            Checks.within("a run's last task", (long) first + count - 1, 0, Integer.MAX_VALUE);
            Checks.there("state", state);
        }

        /** Whether an attempt continues this run. */
        boolean isFollowedBy(Held next) {
            return count < MAX_COUNT
                    && next.slot() == slot
                    && next.task() == first + count
                    && next.attempt() == attempt
                    && next.state() == state;
        }

        Run longer() {
            return new Run(slot, first, count + 1, attempt, state);
        }
    }

    /** How many attempts there are, without making them. */
    long count(boolean ended) {
        return runs.stream()
                .filter(run -> ended == (run.state == State.ENDED))
                .mapToLong(Run::count)
                .sum();
    }

    /** Every attempt, in order. */
    public List<Held> attempts() {
        List<Held> all = new ArrayList<>();
        for (Run run : runs) {
            for (int i = 0; i < run.count; i++) {
                all.add(new Held(run.slot, run.first + i, run.attempt, run.state));
            }
        }
        return all;
    }
}
