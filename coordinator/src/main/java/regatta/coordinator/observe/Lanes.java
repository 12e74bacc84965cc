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
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/**
 * The lanes of the page: what ran in each slot during the last minute. Short attempts of a job that
 * follow each other are joined into one box, so that memory stays bounded at any rate. Safe from
 * any thread.
 */
public final class Lanes implements JobObserver {
    /** How far back lanes go, in seconds. */
    public static final long SECONDS = 60;

    static final int MOST_LANES = 128;
    static final int MOST_BOXES = 240;

    /**
     * The longest box of joined attempts. Attempts are joined over gaps of at most a tenth of it.
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
     * @param attempts how many attempts there are
     * @param from when the first one began, in milliseconds since 1970 on the coordinator's clock
     * @param to when the last one ended
     */
    public record Box(String job, int task, int attempts, long from, long to, What what) {}

    /** One slot's boxes, the oldest first. */
    public record Lane(String worker, int slot, List<Box> boxes) {
        public Lane {
            boxes = List.copyOf(boxes);
        }
    }

    private record Slot(String worker, int index) {}

    private final LongSupplier millis;
    private final Map<Slot, Deque<Box>> lanes = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Starts without a lane.
     *
     * @param millis the wall clock, in milliseconds since 1970
     */
    public Lanes(LongSupplier millis) {
        this.millis = millis;
    }

    @Override
    public synchronized void reported(WorkerId worker, JobReport report) {
        long now = millis.getAsLong();
        for (Ended ended : report.ended()) {
            long ran = ended.timings().ranNanos();
            if (ran > 0) {
                long to = now - ended.timings().unreportedNanos() / 1_000_000;
                add(
                        new Slot(worker.value(), ended.slot()),
                        new Box(
                                report.job().value(),
                                ended.task(),
                                1,
                                to - ran / 1_000_000,
                                to,
                                what(ended.outcome())));
            }
        }
    }

    /** Returns the lanes of the last minute, sorted by worker and slot. */
    public synchronized List<Lane> lanes() {
        long since = millis.getAsLong() - SECONDS * 1_000;
        lanes.values().forEach(boxes -> boxes.removeIf(box -> box.to() < since));
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
                                        List.copyOf(lane.getValue()))));
        return all;
    }

    private void add(Slot slot, Box box) {
        Deque<Box> lane = lanes.computeIfAbsent(slot, _ -> new ArrayDeque<>());
        Box last = lane.peekLast();
        if (last != null && joins(last, box)) {
            lane.removeLast();
            lane.addLast(
                    new Box(
                            last.job(),
                            last.task(),
                            last.attempts() + 1,
                            last.from(),
                            Math.max(last.to(), box.to()),
                            last.what()));
        } else {
            lane.addLast(box);
        }
        if (lane.size() > MOST_BOXES) {
            lane.removeFirst();
        }
        if (lanes.size() > MOST_LANES) {
            lanes.remove(lanes.keySet().iterator().next());
        }
    }

    private static boolean joins(Box last, Box box) {
        return last.job().equals(box.job())
                && last.what() == box.what()
                && box.from() - last.to() <= JOINED_MILLIS / 10
                && box.to() - last.from() <= JOINED_MILLIS;
    }

    private static What what(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> What.SUCCEEDED;
            case Outcome.Failed _ -> What.FAILED;
            case Outcome.Cancelled _ -> What.CANCELLED;
        };
    }
}
