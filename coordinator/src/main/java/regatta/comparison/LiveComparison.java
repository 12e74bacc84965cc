package regatta.comparison;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.ComparisonView;
import regatta.comparison.plan.Machine;
import regatta.comparison.plan.Plan;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.JobState;
import regatta.protocol.Failure;
import regatta.protocol.JobId;

/**
 * A comparison that has not ended, and the view of the comparison that clients get. Safe from any
 * thread.
 */
final class LiveComparison {
    private final CompletableFuture<ComparisonView> ended = new CompletableFuture<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final long bytes;
    private ComparisonView view;
    private boolean cancelled;
    private @Nullable JobId job;

    /**
     * Creates a comparison that waits for its turn.
     *
     * @param bytes about how many bytes the specs of the comparison's jobs take in memory; 0 if
     *     nothing counted these bytes
     */
    LiveComparison(ComparisonView view, long bytes) {
        this.view = view;
        this.bytes = bytes;
        this.notes.addAll(view.notes());
    }

    long bytes() {
        return bytes;
    }

    synchronized ComparisonView view() {
        return view;
    }

    /**
     * Returns a future that completes with the last view, after the store has kept the end of the
     * comparison.
     */
    CompletableFuture<ComparisonView> whenEnded() {
        return ended;
    }

    /**
     * Asks the comparison to end as soon as possible. Returns the job that the caller must cancel;
     * null if no job runs.
     */
    synchronized @Nullable JobId cancel() {
        cancelled = true;
        return job;
    }

    synchronized boolean cancelled() {
        return cancelled;
    }

    synchronized void note(List<String> more) {
        notes.addAll(more);
    }

    synchronized ComparisonView begin(Instant now) {
        view = view.begun(now, List.copyOf(notes));
        return view;
    }

    /** Shows clients what the comparison waits for; null if the comparison makes progress. */
    synchronized void waitsFor(@Nullable String what) {
        if (!Objects.equals(view.waitingFor(), what)) {
            view = view.waitsFor(what);
        }
    }

    /**
     * Shows clients that a round has begun. Returns whether the caller must cancel the round's job
     * immediately.
     */
    synchronized boolean runs(Plan.Turn turn, JobId round) {
        job = round;
        ComparisonView.Running running = new ComparisonView.Running(turn, round.value());
        view = view.at(view.rounds(), running, view.machine(), List.copyOf(notes));
        return cancelled;
    }

    /** Shows clients that the current round was given up. The round runs again later. */
    synchronized void givesUp() {
        job = null;
        view = view.at(view.rounds(), null, view.machine(), List.copyOf(notes));
    }

    /** Adds the current round, which the store has kept. */
    synchronized void add(Round round, Machine machine) {
        List<Round> rounds = new ArrayList<>(view.rounds());
        rounds.add(round);
        job = null;
        view = view.at(rounds, null, machine, List.copyOf(notes));
    }

    /** Updates the readings of the machines after the last round. */
    synchronized void ranOn(Machine machine) {
        view = view.at(view.rounds(), null, machine, List.copyOf(notes));
    }

    /**
     * Returns the last view, which the caller must keep in the store. Clients see the last view
     * only after {@link #show}.
     */
    synchronized ComparisonView end(JobState how, Instant now, @Nullable Failure failure) {
        job = null;
        return view.ended(how, now, view.machine(), List.copyOf(notes), failure);
    }

    /** Shows clients the last view, which the store has kept, and completes {@link #whenEnded}. */
    void show(ComparisonView last) {
        synchronized (this) {
            view = last;
        }
        ended.complete(last);
    }
}
