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

/** A comparison that has not ended, with what of it may be shown; safe from any thread. */
final class LiveComparison {
    private final CompletableFuture<ComparisonView> ended = new CompletableFuture<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final long bytes;
    private ComparisonView view;
    private boolean cancelled;
    private @Nullable JobId job;

    /**
     * A comparison that waits.
     *
     * @param bytes about how many its jobs take in memory; 0 where that was not counted
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

    /** Completes with how it ended, once that is kept. */
    CompletableFuture<ComparisonView> whenEnded() {
        return ended;
    }

    /**
     * It is to end as soon as possible; returns the job that has to be cancelled for that, null
     * when none runs.
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

    /** It makes no progress because of that; null where it advances. */
    synchronized void waitsFor(@Nullable String what) {
        if (!Objects.equals(view.waitingFor(), what)) {
            view = view.waitsFor(what);
        }
    }

    /** A round begins; whether it is to be cancelled at once. */
    synchronized boolean runs(Plan.Turn turn, JobId round) {
        job = round;
        ComparisonView.Running running = new ComparisonView.Running(turn, round.value());
        view = view.at(view.rounds(), running, view.machine(), List.copyOf(notes));
        return cancelled;
    }

    /** The round that ran is given up, to be run again. */
    synchronized void givesUp() {
        job = null;
        view = view.at(view.rounds(), null, view.machine(), List.copyOf(notes));
    }

    /** The round that ran, and all before, there, is kept. */
    synchronized void add(Round round, Machine machine) {
        List<Round> rounds = new ArrayList<>(view.rounds());
        rounds.add(round);
        job = null;
        view = view.at(rounds, null, machine, List.copyOf(notes));
    }

    /** No further round is to be run. */
    synchronized void ranOn(Machine machine) {
        view = view.at(view.rounds(), null, machine, List.copyOf(notes));
    }

    /** As it is to be kept and then, by {@link #show}, shown. */
    synchronized ComparisonView end(JobState how, Instant now, @Nullable Failure failure) {
        job = null;
        return view.ended(how, now, view.machine(), List.copyOf(notes), failure);
    }

    /** Its end is kept. */
    void show(ComparisonView last) {
        synchronized (this) {
            view = last;
        }
        ended.complete(last);
    }
}
