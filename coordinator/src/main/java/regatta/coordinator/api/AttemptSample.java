package regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Attempts of one job, for a time line: all that ended, or a random draw if more ended than can be
 * drawn.
 *
 * @param of how many attempts ended
 * @param workers the workers that ran them; an attempt names its worker by the index in this list
 * @param attempts in the order in which they began
 */
public record AttemptSample(int of, List<String> workers, List<Drawn> attempts) {
    /** The most attempts of a round of a comparison. As JSON they have some 150 kB. */
    public static final int MOST = 2_000;

    /** The most attempts of a job, which are read only when asked for. As JSON they have 7 MB. */
    public static final int MOST_OF_A_JOB = 100_000;

    private static final Comparator<Drawn> BY_BEGIN = Comparator.comparingLong(Drawn::begin);

    public static final AttemptSample NONE = new AttemptSample(0, List.of(), List.of());

    public AttemptSample {
        workers = List.copyOf(workers);
        attempts = attempts.stream().sorted(BY_BEGIN).toList();
        int known = workers.size();
        if (attempts.stream().anyMatch(each -> each.worker() < 0 || each.worker() >= known)) {
            throw new IllegalArgumentException("an attempt names a worker that is not listed");
        }
    }

    /**
     * One attempt; every time is in nanoseconds.
     *
     * <p>Begin and end count from the job's first dispatch, on the coordinator's clock. The time
     * between them is measured on the worker's clock. Begin and end may be wrong by half of {@code
     * delay}, because the coordinator assumes that the ways to and from the worker take equally
     * long.
     *
     * @param task its task's index
     * @param worker the index of its worker in {@link AttemptSample#workers}
     * @param slot the worker's slot in which it ran
     * @param cpu time on a processor; −1 if unknown
     * @param ready time without a core although it could run; −1 if unknown
     * @param delay the rest of the time from dispatched to answered
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Drawn(
            int task,
            int worker,
            int slot,
            long begin,
            long end,
            long cpu,
            long ready,
            long delay) {

        /**
         * Returns the part of the run time that the attempt spent neither on a processor nor ready;
         * −1 if unknown.
         */
        public long waiting() {
            return cpu < 0 || ready < 0 ? -1 : Math.max(0, end - begin - cpu - ready);
        }
    }

    /**
     * Returns at most {@code most} attempts, drawn at random from this sample. The same seed gives
     * the same draw.
     */
    public AttemptSample atMost(int most, long seed) {
        if (attempts.size() <= most) {
            return this;
        }
        List<Drawn> shuffled = new ArrayList<>(attempts);
        Collections.shuffle(shuffled, new Random(seed));
        return new AttemptSample(of, workers, shuffled.subList(0, Math.max(0, most)));
    }
}
