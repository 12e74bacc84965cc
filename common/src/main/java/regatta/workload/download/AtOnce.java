package regatta.workload.download;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes how many downloads of a job can run at a time. The job's rate is divided evenly among
 * this many downloads.
 */
final class AtOnce {
    /**
     * The largest number of a list's sources that this class examines. A list may have a million
     * sources, and the schedule does not look further ahead in the tasks either.
     */
    private static final int LOOKED_AT = 4_096;

    private AtOnce() {}

    /**
     * Returns how many downloads of a job can run at a time. The slots, the tasks and the limit for
     * each host limit this number.
     *
     * @param slots how many tasks of the job may run at a time, at least 1
     */
    static int of(Download.Spec spec, int slots) {
        long tasks = (long) spec.urls().size() * spec.repeat();
        int most = (int) Math.min(slots, tasks);
        Integer perHost = spec.perHost();
        if (perHost == null || perHost >= most) {
            return most;
        }
        return SourceList.of(spec.urls())
                .remembered(
                        new Question(most, perHost, spec.repeat()),
                        question -> count(spec, question));
    }

    /** The numbers that, besides the list of sources, decide how many downloads run at a time. */
    record Question(int most, int perHost, int repeat) {}

    private static int count(Download.Spec spec, Question question) {
        Map<String, Long> hosts = new HashMap<>();
        long sum = 0;
        int looked = Math.min(LOOKED_AT, spec.urls().size());
        for (int i = 0; i < looked && sum < question.most(); i++) {
            @Nullable Source source = spec.urls().get(i);
            if (source != null) {
                String site = HttpUrl.parse(source.url()).site();
                long before = hosts.getOrDefault(site, 0L);
                long after = before + question.repeat();
                hosts.put(site, after);
                sum += Math.min(question.perHost(), after) - Math.min(question.perHost(), before);
            }
        }
        return Math.clamp(sum, 1, question.most());
    }
}
