package regatta.comparison.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobSpec;

/**
 * A submitted comparison that has passed all checks. A client could submit each job of the
 * comparison alone.
 *
 * @param name a name for people; empty if the client gave no name
 * @param title says for people what the comparison runs
 * @param workload the workload without secrets and with long lists cut, as maps, lists, strings and
 *     numbers
 * @param jobs the job of each arm, in the plan's order; empty when the comparison was read for a
 *     list
 */
public record ComparisonSpec(
        String name, String title, Map<String, Object> workload, Plan plan, List<JobSpec> jobs) {
    public ComparisonSpec {
        workload = Collections.unmodifiableMap(new LinkedHashMap<>(workload));
        jobs = List.copyOf(jobs);
        if (!jobs.isEmpty() && jobs.size() != plan.arms().size()) {
            throw new IllegalArgumentException(
                    "%d jobs for %d arms".formatted(jobs.size(), plan.arms().size()));
        }
    }

    /** Returns the same jobs with another plan of the same arms. */
    public ComparisonSpec with(Plan other) {
        return new ComparisonSpec(name, title, workload, other, jobs);
    }

    /**
     * Returns the same comparison with the name of the access token with which a client submitted
     * the comparison.
     */
    public ComparisonSpec by(@Nullable String submitter) {
        List<JobSpec> own = jobs.stream().map(job -> job.by(submitter)).toList();
        return new ComparisonSpec(name, title, workload, plan, own);
    }

    /**
     * Returns the name of the access token with which a client submitted the comparison; null if
     * the submission had no token.
     */
    public @Nullable String submitter() {
        return jobs.isEmpty() ? null : jobs.getFirst().submitterOrNull();
    }

    /** Returns the job that each round of an arm runs. */
    public JobSpec job(Arm arm) {
        return jobs.get(plan.arms().indexOf(arm));
    }
}
