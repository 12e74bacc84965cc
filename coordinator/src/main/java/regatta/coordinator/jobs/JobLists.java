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

/** Makes pages of jobs from open jobs and from rows that the store read; safe from any thread. */
public final class JobLists {
    private JobLists() {}

    /**
     * Makes a page that has only open jobs. {@code open} has at most {@code limit + 1} jobs, the
     * newest first.
     */
    static JobPage page(List<JobView> open, int limit) {
        return page(open, limit, Optional.empty());
    }

    /**
     * Joins the newest open jobs with rows that the store read later.
     *
     * <p>An ended job is shown as its row says. Any other job is shown as {@code open} has it. If a
     * job that has not ended has a row and is not in {@code open}, the job was accepted after the
     * request, and the page omits the job. Therefore a page may have few jobs or no job although
     * another page follows.
     *
     * @param open the newest open jobs, newest first, at most {@code limit + 1}
     * @param rows the rows that the store read, the newest first, at most {@code limit + 1}
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
        // If the store read as many rows as it may read, it may have more jobs, which are older
        // than the last row. The next page reads these older jobs.
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
