package regatta.comparison.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import regatta.coordinator.api.JobSpec;

/**
 * A comparison as submitted, checked: each of its jobs could be submitted by itself.
 *
 * @param name for people; empty where none was given
 * @param title what is run, for people
 * @param workload what may be shown of the workload, as maps, lists, strings and numbers
 * @param jobs the job of each arm of the plan, in its order; empty where a comparison is only read
 *     to be listed
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

    /** The same jobs by another plan of the same arms. */
    public ComparisonSpec with(Plan other) {
        return new ComparisonSpec(name, title, workload, other, jobs);
    }

    /** The job whose rounds are those of an arm. */
    public JobSpec job(Arm arm) {
        return jobs.get(plan.arms().indexOf(arm));
    }
}
