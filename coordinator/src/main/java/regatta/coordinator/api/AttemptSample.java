package regatta.coordinator.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Attempts of one job, for a time line: all that ended, or a fair draw of {@link #MOST} where more
 * did.
 *
 * @param of how many ended
 * @param workers who ran them; an attempt names its worker by the place in this list
 * @param attempts in the order in which they began
 */
public record AttemptSample(int of, List<String> workers, List<Drawn> attempts) {
    /** The most attempts of one job. As JSON they have some 150 kB. */
    public static final int MOST = 2_000;

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
     * <p>Begin and end count from the job's first dispatch, on the coordinator's clock. The
     * worker's clock gives how far they lie apart. Where they lie is certain to half of {@code
     * delay}, because both ways of an attempt count as equal.
     *
     * @param task its task's index
     * @param worker the place of its worker in {@link AttemptSample#workers}
     * @param slot the slot of that worker that it ran in
     * @param cpu on a processor; −1 where not known
     * @param ready without a core although it could run; −1 where not known
     * @param delay the rest of dispatched until answered
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

        /** What is left of its running: neither on a processor nor ready; −1 where not known. */
        public long waiting() {
            return cpu < 0 || ready < 0 ? -1 : Math.max(0, end - begin - cpu - ready);
        }
    }

    /** A fair draw of this sample; the same for the same seed. */
    public AttemptSample atMost(int most, long seed) {
        if (attempts.size() <= most) {
            return this;
        }
        List<Drawn> shuffled = new ArrayList<>(attempts);
        Collections.shuffle(shuffled, new Random(seed));
        return new AttemptSample(of, workers, shuffled.subList(0, Math.max(0, most)));
    }
}
