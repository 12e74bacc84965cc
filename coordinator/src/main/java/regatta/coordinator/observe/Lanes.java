package regatta.coordinator.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import regatta.protocol.Ended;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/**
 * The lanes of the page: what ran in each slot during the last minute. Short attempts of a job that
 * follow each other are joined into one box, so that the lanes take little memory even if very many
 * attempts run each second. Safe from any thread.
 */
public final class Lanes implements JobObserver {
    /** How far back lanes go, in seconds. */
    public static final long SECONDS = 60;

    static final int MOST_LANES = 128;
    static final int MOST_BOXES = 240;

    /**
     * The longest time that a box of joined attempts covers. Two attempts are joined only if the
     * gap between them is at most a tenth of this time.
     */
    private static final long JOINED_MILLIS = 500;

    /** How the attempts of a box ended. */
    public enum What {
        SUCCEEDED,
        FAILED,
        CANCELLED
    }

    /**
     * Attempts of one job that followed each other in a slot.
     *
     * @param task the task of the first attempt
     * @param attempts how many attempts the box stands for
     * @param from when the first attempt began, in milliseconds since 1970 on the coordinator's
     *     clock
     * @param to when the last attempt ended, measured like {@code from}
     */
    public record Box(String job, int task, int attempts, long from, long to, What what) {}

    /** One slot's boxes, the oldest first. */
    public record Lane(String worker, int slot, List<Box> boxes) {
        public Lane {
            boxes = List.copyOf(boxes);
        }
    }

    private record Slot(String worker, int index) {}

    /**
     * A box that the next attempt may still join. The box is mutable, because millions of attempts
     * may join boxes in a minute.
     */
    private static final class Joined {
        private final JobId job;
        private final int task;
        private final What what;
        private final long from;
        private int attempts = 1;
        private long to;

        Joined(JobId job, int task, What what, long from, long to) {
            this.job = job;
            this.task = task;
            this.what = what;
            this.from = from;
            this.to = to;
        }

        boolean join(JobId nextJob, What nextWhat, long nextFrom, long nextTo) {
            boolean joins =
                    what == nextWhat
                            && nextFrom - to <= JOINED_MILLIS / 10
                            && nextTo - from <= JOINED_MILLIS
                            && job.equals(nextJob);
            if (joins) {
                attempts++;
                to = Math.max(to, nextTo);
            }
            return joins;
        }

        Box box() {
            return new Box(job.value(), task, attempts, from, to, what);
        }
    }

    private final LongSupplier millis;
    private final Map<Slot, Deque<Joined>> lanes = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Creates an observer that has no lanes yet.
     *
     * @param millis returns the wall-clock time, in milliseconds since 1970
     */
    public Lanes(LongSupplier millis) {
        this.millis = millis;
    }

    @Override
    public synchronized void reported(WorkerId worker, JobReport report) {
        long now = millis.getAsLong();
        Deque<Joined> lane = new ArrayDeque<>();
        int slot = -1;
        for (Ended ended : report.ended()) {
            long ran = ended.timings().ranNanos();
            if (ran > 0) {
                // A report lists the attempts of one slot after the other, so few lanes are sought.
                if (ended.slot() != slot) {
                    slot = ended.slot();
                    lane = lane(new Slot(worker.value(), slot));
                }
                long to = now - ended.timings().unreportedNanos() / 1_000_000;
                add(lane, report.job(), ended, to - ran / 1_000_000, to);
            }
        }
    }

    /** Returns the lanes of the last minute, sorted by worker and slot. */
    public synchronized List<Lane> lanes() {
        long since = millis.getAsLong() - SECONDS * 1_000;
        lanes.values().forEach(boxes -> boxes.removeIf(box -> box.to < since));
        lanes.values().removeIf(Deque::isEmpty);
        List<Lane> all = new ArrayList<>();
        lanes.entrySet().stream()
                .sorted(
                        Map.Entry.comparingByKey(
                                Comparator.comparing(Slot::worker).thenComparingInt(Slot::index)))
                .forEach(lane ->
                        all.add(
                                new Lane(
                                        lane.getKey().worker(),
                                        lane.getKey().index(),
                                        lane.getValue().stream().map(Joined::box).toList())));
        return all;
    }

    private Deque<Joined> lane(Slot slot) {
        Deque<Joined> lane = lanes.computeIfAbsent(slot, _ -> new ArrayDeque<>());
        if (lanes.size() > MOST_LANES) {
            lanes.remove(lanes.keySet().iterator().next());
        }
        return lane;
    }

    private static void add(Deque<Joined> lane, JobId job, Ended ended, long from, long to) {
        What what = what(ended.outcome());
        Joined last = lane.peekLast();
        if (last == null || !last.join(job, what, from, to)) {
            lane.addLast(new Joined(job, ended.task(), what, from, to));
            if (lane.size() > MOST_BOXES) {
                lane.removeFirst();
            }
        }
    }

    private static What what(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> What.SUCCEEDED;
            case Outcome.Failed _ -> What.FAILED;
            case Outcome.Cancelled _ -> What.CANCELLED;
        };
    }
}
