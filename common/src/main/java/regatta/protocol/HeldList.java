package regatta.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldAttempts.State;
import regatta.protocol.HeldRuns.Run;

/** Gathers the attempts that a worker holds, as many as fit into a hello; for one thread. */
public final class HeldList {
    /** Each takes at most twenty bytes, so a hello stays well below Artery's frame of 256 KiB. */
    static final int MAX_RUNS = 8_000;

    /**
     * Dispatch pauses while the store is behind, so a worker seldom waits for more
     * acknowledgements.
     */
    static final int MAX_ENDED = 1 << 17;

    private final Map<JobId, List<Run>> jobs = new LinkedHashMap<>();
    private int runs;
    private int ended;
    private boolean complete = true;

    /** Adds an attempt; the caller adds those first that matter most. */
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

    /** Whether the list holds everything that was added. */
    public boolean isComplete() {
        return complete;
    }

    public List<HeldRuns> jobs() {
        return jobs.entrySet().stream()
                .map(each -> new HeldRuns(each.getKey(), each.getValue()))
                .toList();
    }
}
