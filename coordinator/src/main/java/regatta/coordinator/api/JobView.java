package regatta.coordinator.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.secret.Secrets;
import regatta.workload.Workloads;

/**
 * A job as people see it, at one moment; immutable.
 *
 * @param order the job's order, by which lists of jobs are sorted
 * @param mode the mode in which the job runs
 * @param slots the largest number of slots that the job may hold
 * @param version grows with every visible change of the job, except changes of the number of
 *     running tasks or of {@code waitingFor}
 * @param output the job's output; null until the job has succeeded
 * @param report the job's report; null until the job has ended
 * @param failure why the job failed; null unless {@code state} is FAILED
 * @param waitingFor what a job that makes no progress waits for, such as {@code no worker in pool
 *     cluster}; null while the job advances
 */
public record JobView(
        JobId id,
        long order,
        JobState state,
        String mode,
        int slots,
        JobSpec spec,
        Instant submittedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        Progress progress,
        long version,
        @Nullable Record output,
        @Nullable RunReport report,
        @Nullable Failure failure,
        @Nullable String waitingFor) {

    /**
     * Returns a text that identifies what this view shows. Views of the job that show different
     * things have different texts.
     */
    public String revision() {
        String waits = waitingFor == null ? "" : "." + Integer.toHexString(waitingFor.hashCode());
        return version + "." + progress.running() + waits;
    }

    /**
     * Returns the few lines that tell a person what the job's output is, see {@link
     * regatta.workload.Workload#answer}, without secrets. Empty until the job has succeeded.
     */
    public List<String> answer(Workloads workloads) {
        if (output == null) {
            return List.of();
        }
        if (output instanceof Cut cut) {
            return cut.answer();
        }
        return spec.workload() instanceof Cut
                ? List.of()
                : workloads.typed(spec.kind(), spec.workload()).answer(output).stream()
                        .map(Secrets::masked)
                        .toList();
    }
}
