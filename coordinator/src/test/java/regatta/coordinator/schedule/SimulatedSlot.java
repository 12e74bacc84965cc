package regatta.coordinator.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import regatta.protocol.HeldAttempts;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;

/** One slot of a simulated worker: a queue of attempts, of which one runs at a time. */
final class SimulatedSlot {
    private static final long STOPS_WITHIN = 2_000_000;
    private static final long FAILS_AFTER = 3_000_000;

    /** One attempt at a worker. */
    static final class Held {
        final SimulatedJob job;
        final TaskAttempt name;
        final int slot;
        final boolean confirm;
        final long arrivedAt;

        /** Of the coordinator that dispatched it. */
        final long epoch;

        boolean begun;
        boolean startTold;
        boolean told;
        boolean over;
        long beganAt;
        long idle;

        private @Nullable Outcome outcome;
        private Timings timings = new Timings(0, 0, 0, 0, 0, 0, 0);

        Held(SimulatedJob job, Decision.Assignment dispatch, long epoch, long arrivedAt) {
            this.job = job;
            this.name = new TaskAttempt(dispatch.task(), dispatch.attempt());
            this.slot = dispatch.slot();
            this.confirm = dispatch.confirmStart();
            this.epoch = epoch;
            this.arrivedAt = arrivedAt;
        }
    }

    private final SimulatedWorker worker;
    private final SimulatedTime time;
    private final ArrayDeque<Held> queue = new ArrayDeque<>();

    /** What ended and is not worth a message yet: successes, while much waits behind them. */
    private final List<Held> ended = new ArrayList<>();

    private @Nullable Held current;
    private int tellAt;
    private long freeSince = -1;

    SimulatedSlot(SimulatedWorker worker, SimulatedTime time) {
        this.worker = worker;
        this.time = time;
    }

    void enqueue(Held held) {
        queue.add(held);
        tellAt = queue.size() / 2;
        if (current == null) {
            next();
            tell();
        }
    }

    /** Tells of all that happened here, worth a message or not. */
    void tell() {
        for (Held held : ended) {
            worker.ended(held, Objects.requireNonNull(held.outcome), held.timings);
        }
        ended.clear();
        Held now = current;
        if (now != null && !now.startTold) {
            now.startTold = true;
            worker.started(now);
        }
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
        ended.forEach(held -> to.accept(held, HeldAttempts.State.ENDED));
    }

    boolean isEmpty() {
        return current == null && queue.isEmpty() && ended.isEmpty();
    }

    /** The worker is gone, and what ran with it. */
    void stop() {
        Held now = current;
        if (now != null && now.begun) {
            now.job.ended(now.name);
        }
        current = null;
        queue.clear();
        ended.clear();
    }

    private void next() {
        if (current != null || queue.isEmpty()) {
            return;
        }
        Held held = queue.remove();
        current = held;
        held.job.started(worker.id, held.name);
        if (!held.confirm) {
            begin(held);
        }
    }

    private void begin(Held held) {
        held.begun = true;
        held.beganAt = time.now();
        held.idle = held.beganAt - (freeSince < 0 ? held.arrivedAt : freeSince);
        held.job.began(held.epoch, held.name);
        Optional<Outcome> met = held.job.shared.meets(worker.id, held.name.task(), held.beganAt);
        if (met.isPresent()) {
            worker.after(FAILS_AFTER, () -> end(held, met.get()));
            return;
        }
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
        held.outcome = outcome;
        if (held.begun) {
            freeSince = time.now();
            held.job.ended(held.name);
            if (outcome.equals(SimulatedJob.RETRYABLE)) {
                held.job.failed(held.name.task());
            }
            long ran = freeSince - held.beganAt;
            held.timings = new Timings(held.beganAt - held.arrivedAt, ran, ran, 0, 0, held.idle, 0);
        }
        ended.add(held);
        if (current == held) {
            current = null;
            next();
        }
        if (isWorthAMessage(outcome)) {
            tell();
        }
    }

    /** As the real slot decides it. */
    private boolean isWorthAMessage(Outcome outcome) {
        boolean runsLow = queue.size() <= tellAt;
        if (runsLow) {
            tellAt = queue.size() / 2;
        }
        return runsLow
                || !(outcome instanceof Outcome.Succeeded)
                || (current != null && current.confirm);
    }
}
