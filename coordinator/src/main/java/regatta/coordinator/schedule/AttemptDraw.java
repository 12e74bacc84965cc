package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.AttemptSample.Drawn;
import regatta.protocol.Timings;

/**
 * Draws a fixed number of a job's attempts at random, each with the same chance, without knowing
 * how many there will be. This is algorithm R of J. S. Vitter, Random Sampling with a Reservoir,
 * ACM Transactions on Mathematical Software 11(1), 1985.
 */
final class AttemptDraw {
    private final Random random;
    private final Map<String, Integer> workers = new LinkedHashMap<>();
    private final List<Drawn> drawn = new ArrayList<>();
    private int ended;

    AttemptDraw(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Offers an ended attempt to the draw. It may replace an attempt that was drawn before.
     *
     * @param delay nanoseconds that the attempt spent outside its worker
     * @param start when the job's first attempt was dispatched
     */
    void add(ScheduledAttempt attempt, Timings timings, long delay, long start) {
        ended++;
        if (ended <= AttemptSample.MOST) {
            drawn.add(drawn(attempt, timings, delay, start));
            return;
        }
        int place = random.nextInt(ended);
        if (place < AttemptSample.MOST) {
            drawn.set(place, drawn(attempt, timings, delay, start));
        }
    }

    private Drawn drawn(ScheduledAttempt attempt, Timings timings, long delay, long start) {
        String worker = attempt.slot.worker.id.value();
        long arrived = attempt.dispatchedAt - start + delay / 2;
        long begin = Math.max(0, arrived + timings.waitedNanos());
        return new Drawn(
                attempt.task(),
                workers.computeIfAbsent(worker, _ -> workers.size()),
                attempt.slot.index,
                begin,
                begin + timings.ranNanos(),
                timings.cpuNanos(),
                timings.readyNanos(),
                delay);
    }

    AttemptSample sample() {
        return new AttemptSample(ended, List.copyOf(workers.keySet()), drawn);
    }
}
