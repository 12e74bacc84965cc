package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import regatta.protocol.HeldAttempts;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;

/** One slot of a simulated worker: a queue of attempts, of which one runs at a time. */
final class SimulatedSlot {
    private static final long STOPS_WITHIN = 2_000_000;

    /** One attempt at a worker. */
    static final class Held {
        final SimulatedJob job;
        final TaskAttempt name;
        final int slot;
        final boolean confirm;
        final long arrivedAt;
        boolean begun;
        boolean told;
        boolean over;
        long beganAt;
        long idle;

        Held(SimulatedJob job, TaskAttempt name, int slot, boolean confirm, long arrivedAt) {
            this.job = job;
            this.name = name;
            this.slot = slot;
            this.confirm = confirm;
            this.arrivedAt = arrivedAt;
        }
    }

    private final SimulatedWorker worker;
    private final SimulatedTime time;
    private final ArrayDeque<Held> queue = new ArrayDeque<>();
    private @Nullable Held current;
    private long freeSince = -1;

    SimulatedSlot(SimulatedWorker worker, SimulatedTime time) {
        this.worker = worker;
        this.time = time;
    }

    boolean holds(SimulatedJob job, TaskAttempt name) {
        Held now = current;
        return (now != null && now.job == job && now.name.equals(name))
                || queue.stream().anyMatch(held -> held.job == job && held.name.equals(name));
    }

    void enqueue(Held held) {
        queue.add(held);
        next();
    }

    /** The report of the start was acknowledged. */
    void confirm(Held held) {
        if (current == held && !held.begun) {
            begin(held);
        }
    }

    void recall(SimulatedJob job, int count) {
        int left = count;
        for (Iterator<Held> last = queue.descendingIterator(); left > 0 && last.hasNext(); ) {
            Held held = last.next();
            if (held.job == job) {
                last.remove();
                worker.returned(held);
                left--;
            }
        }
    }

    void returnAll() {
        queue.forEach(worker::returned);
        queue.clear();
    }

    void cancel(SimulatedJob job, TaskAttempt name) {
        for (Iterator<Held> waiting = queue.iterator(); waiting.hasNext(); ) {
            Held held = waiting.next();
            if (held.job == job && held.name.equals(name)) {
                waiting.remove();
                end(held, new Outcome.Cancelled());
            }
        }
        Held now = current;
        if (now != null && now.job == job && now.name.equals(name) && !now.told) {
            now.told = true;
            boolean hangs =
                    job.behaviour(name.task(), name.attempt())
                            instanceof SimulatedJob.Behaviour.Hangs;
            long stops = hangs ? job.habits.stubborn() : STOPS_WITHIN;
            worker.after(now.begun ? stops : 0, () -> end(now, new Outcome.Cancelled()));
        }
    }

    void held(BiConsumer<Held, HeldAttempts.State> to) {
        if (current != null) {
            to.accept(current, HeldAttempts.State.RUNNING);
        }
        queue.forEach(held -> to.accept(held, HeldAttempts.State.QUEUED));
    }

    boolean isEmpty() {
        return current == null && queue.isEmpty();
    }

    /** The worker is gone, and what ran with it. */
    void stop() {
        Held now = current;
        if (now != null && now.begun) {
            now.job.ended(now.name);
        }
        current = null;
        queue.clear();
    }

    private void next() {
        if (current != null || queue.isEmpty()) {
            return;
        }
        Held held = queue.remove();
        current = held;
        held.job.started(worker.id, held.name);
        worker.started(held);
        if (!held.confirm) {
            begin(held);
        }
    }

    private void begin(Held held) {
        held.begun = true;
        held.beganAt = time.now();
        held.idle = held.beganAt - (freeSince < 0 ? held.arrivedAt : freeSince);
        held.job.began(held.name);
        switch (held.job.behaviour(held.name.task(), held.name.attempt())) {
            case SimulatedJob.Behaviour.Ends(long length, Outcome outcome) ->
                    worker.after(length, () -> end(held, outcome));
            case SimulatedJob.Behaviour.Hangs _ -> {}
            case SimulatedJob.Behaviour.Kills(long length) -> worker.after(length, worker::crash);
        }
    }

    private void end(Held held, Outcome outcome) {
        if (held.over) {
            return;
        }
        held.over = true;
        Timings timings = new Timings(0, 0, 0, 0, 0);
        if (held.begun) {
            freeSince = time.now();
            held.job.ended(held.name);
            long ran = freeSince - held.beganAt;
            timings = new Timings(held.beganAt - held.arrivedAt, ran, ran, held.idle, 0);
        }
        worker.ended(held, outcome, timings);
        if (current == held) {
            current = null;
            next();
        }
    }
}
