package regatta.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.HeldRuns.Run;

/**
 * Collects as many of the attempts that a worker holds as fit into one hello. Confined to one
 * thread.
 */
public final class HeldList {
    /**
     * The largest number of runs of attempts that a hello may name (see {@link HeldRuns}). A run
     * takes at most 20 bytes, so a hello stays well below 256 KiB, the limit on a message between
     * nodes.
     */
    static final int MAX_RUNS = 8_000;

    /**
     * The largest number of ended attempts that a hello may name. A worker seldom holds more ended
     * attempts, because the coordinator pauses dispatch while its store is behind.
     */
    static final int MAX_ENDED = 1 << 17;

    private final Map<JobId, List<Run>> jobs = new LinkedHashMap<>();
    private int runs;
    private int ended;
    private boolean complete = true;

    /**
     * Adds an attempt if the list has room for the attempt. The caller adds the most important
     * attempts first, because the last attempts may not fit.
     */
    public void add(JobId job, Held held) {
        if (held.state() == State.ENDED && ++ended > MAX_ENDED) {
            complete = false;
            return;
        }
        List<Run> all = jobs.computeIfAbsent(job, _ -> new ArrayList<>());
        Run last = all.isEmpty() ? null : all.getLast();
        if (last != null && last.isFollowedBy(held)) {
            all.set(all.size() - 1, last.longer());
        } else if (runs < MAX_RUNS) {
            runs++;
            all.add(new Run(held.slot(), held.task(), 1, held.attempt(), held.state()));
        } else {
            complete = false;
        }
    }

    /** Returns whether every attempt that the caller added fitted into the list. */
    public boolean isComplete() {
        return complete;
    }

    public List<HeldRuns> jobs() {
        return jobs.entrySet().stream()
                .map(each -> new HeldRuns(each.getKey(), each.getValue()))
                .toList();
    }
}
