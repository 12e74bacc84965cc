package regatta.coordinator.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.workload.Workloads;

/**
 * A job as people see it, at one moment; immutable.
 *
 * @param order position in the order of acceptance; lists are sorted by it
 * @param mode the mode that it runs in
 * @param slots the most slots that it may hold
 * @param version grows with every visible change but those of running and waitingFor
 * @param output the combined output; null until the job succeeded
 * @param report null until the job ended
 * @param failure why it failed; null unless FAILED
 * @param waitingFor what a job that makes no progress waits for, such as {@code no worker in pool
 *     cluster}; null while it advances
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

    /** Tells this view from every other of the same job that shows something else. */
    public String revision() {
        String waits = waitingFor == null ? "" : "." + Integer.toHexString(waitingFor.hashCode());
        return version + "." + progress.running() + waits;
    }

    /** What people read of its output, a line each; empty until it succeeded. */
    public List<String> answer(Workloads workloads) {
        if (output == null) {
            return List.of();
        }
        if (output instanceof Cut cut) {
            return cut.answer();
        }
        return spec.workload() instanceof Cut
                ? List.of()
                : workloads.typed(spec.kind(), spec.workload()).answer(output);
    }

    /** The same job at its place in the order of acceptance. */
    public JobView withOrder(long place) {
        return new JobView(
                id,
                place,
                state,
                mode,
                slots,
                spec,
                submittedAt,
                startedAt,
                endedAt,
                progress,
                version,
                output,
                report,
                failure,
                waitingFor);
    }
}
