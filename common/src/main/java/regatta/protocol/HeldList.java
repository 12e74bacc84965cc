package regatta.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.HeldRuns.Run;

/** Collects the attempts that a worker holds, as many as fit into one hello. For one thread. */
public final class HeldList {
    /**
     * The most runs of attempts in a hello (see {@link HeldRuns}). Each takes at most 20 bytes, so
     * a hello stays well below 256 KiB, the limit on a message between nodes.
     */
    static final int MAX_RUNS = 8_000;

    /**
     * The most ended attempts in a hello. A worker seldom has more, because the coordinator pauses
     * dispatch while its store is behind.
     */
    static final int MAX_ENDED = 1 << 17;

    private final Map<JobId, List<Run>> jobs = new LinkedHashMap<>();
    private int runs;
    private int ended;
    private boolean complete = true;

    /** Adds an attempt. The caller adds the most important ones first: the last may not fit. */
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

    /** Returns whether the list holds every attempt that was added. */
    public boolean isComplete() {
        return complete;
    }

    public List<HeldRuns> jobs() {
        return jobs.entrySet().stream()
                .map(each -> new HeldRuns(each.getKey(), each.getValue()))
                .toList();
    }
}
