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

    /** Makes a page of open jobs alone, given newest first and at most {@code limit + 1}. */
    static JobPage page(List<JobView> open, int limit) {
        return page(open, limit, Optional.empty());
    }

    /**
     * Joins the newest open jobs with rows that the store read later.
     *
     * <p>Rows of ended jobs are shown as read. Other jobs are shown as {@code open} has them. A job
     * that has a row and is not in {@code open} was accepted after the request, so the page leaves
     * it out. So a page may have few jobs or none, although another page follows.
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
        // If the store read as many rows as it may, it may have jobs older than the last row. The
        // next page reads those.
        Optional<Long> readDownTo =
                rows.size() > limit ? Optional.of(rows.getLast().order()) : Optional.empty();
        joined.removeIf(job -> job.order() < readDownTo.orElse(Long.MIN_VALUE));
        joined.sort(Comparator.comparingLong(JobView::order).reversed());
        return page(joined, limit, readDownTo);
    }

    private static JobPage page(List<JobView> found, int limit, Optional<Long> readDownTo) {
        List<JobView> items = List.copyOf(found.subList(0, Math.min(found.size(), limit)));
        boolean cut = found.size() > items.size();
        return new JobPage(items, cut ? Optional.of(items.getLast().order()) : readDownTo);
    }
}
