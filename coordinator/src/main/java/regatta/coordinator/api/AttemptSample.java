package regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Attempts of one job, for a time line: all attempts that ended, or a random draw if more attempts
 * ended than a time line can show.
 *
 * @param of how many attempts ended
 * @param workers the workers that ran the attempts; an attempt names its worker by the worker's
 *     index in this list
 * @param attempts the attempts of the sample, in the order in which the attempts began
 */
public record AttemptSample(int of, List<String> workers, List<Drawn> attempts) {
    /**
     * The largest number of attempts in the sample of a comparison's round. As JSON so many
     * attempts take about 150 kB.
     */
    public static final int MOST = 2_000;

    /**
     * The largest number of attempts in the sample of a job, which is read only for a client that
     * asks for the sample. As JSON so many attempts take 7 MB.
     */
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
     * between begin and end is measured on the worker's clock. Begin and end may be wrong by half
     * of {@code delay}, because the coordinator assumes that messages to the worker and from the
     * worker take equally long.
     *
     * @param task the index of the attempt's task
     * @param worker the index in {@link AttemptSample#workers} of the worker that ran the attempt
     * @param slot the worker's slot in which the attempt ran
     * @param cpu the time that the attempt spent on a processor; −1 if unknown
     * @param ready the time in which the attempt could run but had no core; −1 if unknown
     * @param delay the time from the dispatch to the answer, without the time for which the attempt
     *     waited and ran at the worker
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
         * Returns the part of the running time that the attempt spent neither on a processor nor
         * ready; −1 if unknown.
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
