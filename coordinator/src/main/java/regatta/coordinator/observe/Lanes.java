package regatta.coordinator.observe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.WorkerView;
import regatta.protocol.Ended;
import regatta.protocol.HeldAttempts;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.JobId;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.WorkerId;

/**
 * The lanes of the page: what ran in each slot during the last minute, and what still runs. Short
 * attempts of a job that follow each other are joined into one box, so that the lanes take little
 * memory even if very many attempts run each second. Safe from any thread.
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

    /** How the attempts of a box ended, or that its attempt still runs. */
    public enum What {
        SUCCEEDED,
        FAILED,
        CANCELLED,
        RUNNING
    }

    /**
     * Attempts of one job that followed each other in a slot.
     *
     * @param task the task of the first attempt
     * @param attempts how many attempts the box stands for
     * @param from when the first attempt began, in milliseconds since 1970 on the coordinator's
     *     clock
     * @param to when the last attempt ended, measured like {@code from}; the present time if the
     *     attempt still runs
     */
    public record Box(String job, int task, int attempts, long from, long to, What what) {}

    /** One slot's boxes, the oldest first. Only the attempt of the last box may still run. */
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

    /**
     * An attempt that the last hello of its worker named as running.
     *
     * @param since the earliest time at which the attempt can have begun, as far as hellos tell
     */
    private record Running(JobId job, int task, int attempt, long since) {
        boolean is(JobId otherJob, int otherTask, int otherAttempt) {
            return task == otherTask && attempt == otherAttempt && job.equals(otherJob);
        }
    }

    /** The attempts that a slot ran lately, and the attempt that it runs now. */
    private static final class Track {
        private final Deque<Joined> boxes = new ArrayDeque<>();
        private @Nullable Running running;

        void add(JobId job, Ended ended, long from, long to) {
            // Attempts of a slot end in their order, so the running one is over in any case.
            running = null;
            What what = what(ended.outcome());
            Joined last = boxes.peekLast();
            if (last == null || !last.join(job, what, from, to)) {
                boxes.addLast(new Joined(job, ended.task(), what, from, to));
                if (boxes.size() > MOST_BOXES) {
                    boxes.removeFirst();
                }
            }
        }

        void runs(JobId job, Held held, long before) {
            if (running == null || !running.is(job, held.task(), held.attempt())) {
                long ended = boxes.isEmpty() ? 0 : boxes.getLast().to;
                long since = Math.max(before, ended);
                running = new Running(job, held.task(), held.attempt(), since);
            }
        }

        /**
         * Forgets boxes that are older than a lane goes back. Returns whether the lane is empty.
         */
        boolean prune(long now) {
            boxes.removeIf(box -> box.to < now - SECONDS * 1_000);
            return boxes.isEmpty() && running == null;
        }

        List<Box> all(long now) {
            List<Box> all = new ArrayList<>(boxes.stream().map(Joined::box).toList());
            if (running != null) {
                String job = running.job().value();
                all.add(new Box(job, running.task(), 1, running.since(), now, What.RUNNING));
            }
            return all;
        }
    }

    private final LongSupplier millis;
    private final Map<Slot, Track> lanes = new HashMap<>();

    /** When each present worker said hello last. */
    private final Map<String, Long> hellos = new HashMap<>();

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
        @Nullable Track lane = null;
        int slot = -1;
        for (Ended ended : report.ended()) {
            long ran = ended.timings().ranNanos();
            if (ran > 0) {
                // A report lists the attempts of one slot after the other, so few lanes are sought.
                if (ended.slot() != slot) {
                    slot = ended.slot();
                    lane = lane(new Slot(worker.value(), slot));
                }
                if (lane != null) {
                    long to = now - ended.timings().unreportedNanos() / 1_000_000;
                    lane.add(report.job(), ended, to - ran / 1_000_000, to);
                }
            }
        }
    }

    @Override
    public synchronized void held(WorkerId worker, List<HeldAttempts> held, boolean all) {
        long now = millis.getAsLong();
        @Nullable Long before = hellos.put(worker.value(), now);
        Set<Integer> busy = new HashSet<>();
        for (HeldAttempts job : held) {
            for (Held attempt : job.attempts()) {
                if (attempt.state() == HeldAttempts.State.RUNNING) {
                    busy.add(attempt.slot());
                    Track lane = lane(new Slot(worker.value(), attempt.slot()));
                    if (lane != null) {
                        lane.runs(job.job(), attempt, before == null ? now : before);
                    }
                }
            }
        }
        if (all) {
            lanes.forEach((slot, track) -> {
                if (slot.worker().equals(worker.value()) && !busy.contains(slot.index())) {
                    track.running = null;
                }
            });
        }
    }

    /** Forgets what ran at workers that are lost or left, and what is too old. */
    @Override
    public synchronized void workers(List<WorkerView> workers) {
        Set<String> present =
                workers.stream()
                        .filter(worker -> worker.state().present())
                        .map(WorkerView::id)
                        .collect(Collectors.toSet());
        hellos.keySet().retainAll(present);
        lanes.forEach((slot, track) -> {
            if (!present.contains(slot.worker())) {
                track.running = null;
            }
        });
        prune(millis.getAsLong());
    }

    /** Returns the lanes of the last minute, sorted by worker and slot. */
    public synchronized List<Lane> lanes() {
        long now = millis.getAsLong();
        prune(now);
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
                                        lane.getValue().all(now))));
        return all;
    }

    private void prune(long now) {
        lanes.values().removeIf(track -> track.prune(now));
    }

    /**
     * Returns the lane of a slot; null if there are too many lanes for another one. No lane goes
     * for another one: if more slots are busy than there are lanes, every lane would soon go, and
     * with it what ran there.
     */
    private @Nullable Track lane(Slot slot) {
        Track lane = lanes.get(slot);
        if (lane == null && lanes.size() < MOST_LANES) {
            lane = new Track();
            lanes.put(slot, lane);
        }
        return lane;
    }

    private static What what(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _ -> What.SUCCEEDED;
            case Outcome.Failed _ -> What.FAILED;
            case Outcome.Cancelled _ -> What.CANCELLED;
        };
    }
}
