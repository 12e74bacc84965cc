package regatta.coordinator.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobView;
import regatta.protocol.JobId;

/** Makes pages of jobs from open ones and from what the store read; safe from any thread. */
public final class JobLists {
    private JobLists() {}

    /** A page of open jobs alone. */
    static JobPage page(List<JobView> open, int limit) {
        return page(open, limit, false);
    }

    /**
     * Joins the newest open jobs with rows that were read after them.
     *
     * <p>Rows of ended jobs are shown as read. A row of an open job gives way to the snapshot;
     * where the snapshot lacks it, the job was accepted after the list was asked for.
     *
     * @param open the newest open jobs, newest first, at most {@code limit + 1}
     * @param rows newest first, at most {@code limit + 1}
     */
    public static JobPage join(List<JobView> open, List<JobView> rows, int limit) {
        List<JobView> joined = new ArrayList<>();
        Set<JobId> ended = new HashSet<>();
        for (JobView row : rows) {
            if (row.state().terminal()) {
                joined.add(row);
                ended.add(row.id());
            }
        }
        open.stream().filter(job -> !ended.contains(job.id())).forEach(joined::add);
        joined.sort(Comparator.comparingLong(JobView::order).reversed());
        return page(joined, limit, rows.size() > limit);
    }

    private static JobPage page(List<JobView> found, int limit, boolean more) {
        List<JobView> items = List.copyOf(found.subList(0, Math.min(found.size(), limit)));
        boolean goesOn = !items.isEmpty() && (more || found.size() > items.size());
        return new JobPage(items, goesOn ? Optional.of(items.getLast().order()) : Optional.empty());
    }
}
