package regatta.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.HeldAttempts.Held;
import regatta.protocol.HeldRuns.Run;

/** Gathers what a worker holds, as much as a hello has room for; for one thread. */
public final class HeldList {
    /** Twenty bytes each at most, so that a hello stays well below Artery's frame of 256 KiB. */
    static final int MAX_RUNS = 8_000;

    private final Map<JobId, List<Run>> jobs = new LinkedHashMap<>();
    private int runs;
    private boolean complete = true;

    /** Adds an attempt; those that matter most come first. */
    public void add(JobId job, Held held) {
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

    /** Whether everything that was added is in it. */
    public boolean isComplete() {
        return complete;
    }

    public List<HeldRuns> jobs() {
        return jobs.entrySet().stream()
                .map(each -> new HeldRuns(each.getKey(), each.getValue()))
                .toList();
    }
}
