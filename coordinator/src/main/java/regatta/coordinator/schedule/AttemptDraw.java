package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.AttemptSample.Drawn;
import regatta.protocol.Timings;
import regatta.protocol.WorkerId;

/**
 * Draws a random sample of a job's ended attempts. Every attempt has the same chance, and nobody
 * needs to know in advance how many attempts there will be. This class implements algorithm R of J.
 * S. Vitter, Random Sampling with a Reservoir, ACM Transactions on Mathematical Software 11(1),
 * 1985.
 */
public final class AttemptDraw {
    /** The value that {@link #place} returns for an attempt that is not drawn. */
    private static final int NOWHERE = -1;

    private final int most;
    private final Random random;
    private final Map<String, Integer> workers = new LinkedHashMap<>();
    private final List<Drawn> drawn = new ArrayList<>();
    private int ended;

    /**
     * Begins a draw.
     *
     * @param most the largest number of attempts to draw
     */
    public AttemptDraw(int most, long seed) {
        this.most = most;
        this.random = new Random(seed);
    }

    /**
     * Offers an ended attempt to the draw. The attempt may replace an attempt that was drawn
     * before.
     *
     * @param delay nanoseconds that the attempt spent outside its worker
     * @param begun nanoseconds from the job's first dispatch until the attempt began
     */
    void add(ScheduledAttempt attempt, Timings timings, long delay, long begun) {
        int place = place();
        if (place != NOWHERE) {
            put(
                    place,
                    new Drawn(
                            attempt.task(),
                            indexOf(attempt.slot.worker.id),
                            attempt.slot.index,
                            begun,
                            begun + timings.ranNanos(),
                            timings.cpuNanos(),
                            timings.readyNanos(),
                            delay));
        }
    }

    /**
     * Offers the attempt that settled a task to the draw, if the settlement says when the attempt
     * began.
     */
    public void add(Settlement settlement) {
        WorkerId worker = settlement.worker();
        int place = worker == null || settlement.begunNanos() < 0 ? NOWHERE : place();
        if (worker != null && place != NOWHERE) {
            put(
                    place,
                    new Drawn(
                            settlement.task(),
                            indexOf(worker),
                            settlement.slot(),
                            settlement.begunNanos(),
                            settlement.begunNanos() + settlement.ranNanos(),
                            settlement.cpuNanos(),
                            settlement.readyNanos(),
                            settlement.delayNanos()));
        }
    }

    private int place() {
        ended++;
        int place = ended <= most ? ended - 1 : random.nextInt(ended);
        return place < most ? place : NOWHERE;
    }

    private void put(int place, Drawn attempt) {
        if (place == drawn.size()) {
            drawn.add(attempt);
        } else {
            drawn.set(place, attempt);
        }
    }

    private int indexOf(WorkerId worker) {
        return workers.computeIfAbsent(worker.value(), _ -> workers.size());
    }

    public AttemptSample sample() {
        return new AttemptSample(ended, List.copyOf(workers.keySet()), drawn);
    }
}
