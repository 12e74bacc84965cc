package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.List;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;

/**
 * The attempts of one job that a worker holds, in the short form that messages use. Attempts of
 * consecutive tasks in one slot share an entry, a <i>run</i>, so that 100,000 attempts fit into one
 * message of at most 256 KiB.
 */
public record HeldRuns(JobId job, List<Run> runs) {
    private static final int MAX_COUNT = 1_000_000;

    public HeldRuns {
        Checks.there("job", job);
        runs = Lists.orNone(runs);
    }

    /**
     * Attempts of the tasks {@code first} to {@code first + count - 1}. These attempts differ only
     * in their task.
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

        /** Returns whether an attempt continues this run. */
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

    /**
     * Counts the attempts of all runs, without creating an object for each attempt.
     *
     * @param ended true to count the attempts that have ended, false to count the attempts that
     *     wait or run
     */
    long count(boolean ended) {
        return runs.stream()
                .filter(run -> ended == (run.state == State.ENDED))
                .mapToLong(Run::count)
                .sum();
    }

    /** Returns the attempts of all runs, in the order of the runs. */
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
