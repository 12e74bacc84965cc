package regatta.workload.download;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many downloads of a job can run at a time, so that each gets an even share of its rate. */
final class AtOnce {
    /** A schedule looks no farther ahead either; and a list may name a million hosts. */
    private static final int LOOKED_AT = 4_096;

    private AtOnce() {}

    /**
     * The most downloads at a time: bound by the slots, by the number of tasks, and by what each
     * host takes.
     *
     * @param slots at least 1
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

    /** What the answer depends on, beside the list. */
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
