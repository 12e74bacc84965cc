package regatta.coordinator;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobView;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore;
import regatta.protocol.Failure;
import regatta.protocol.JobId;
import regatta.protocol.WorkerId;

/** What the coordinator tells itself. */
sealed interface OwnCommand extends CoordinatorCommand.Internal {

    /** Time passed. */
    record Tick() implements OwnCommand {}

    /** The store has answered a submission. */
    record Stored(JobStore.Acceptance acceptance, CoordinatorCommand.Submit submit)
            implements OwnCommand {}

    /**
     * Settlements are kept.
     *
     * @param report the report that they came with, of which this is one part
     */
    record Kept(JobId job, List<Settlement> settlements, Optional<ReportPart> report)
            implements OwnCommand {}

    /** What came back of a job, to run again, is kept; as {@link Kept}, but nothing is shown. */
    record RetriesKept(Optional<ReportPart> report) implements OwnCommand {}

    /** One job's part of one worker's report: its settlements, or what of it runs again. */
    record ReportPart(WorkerId worker, long sequence) {}

    /** The outputs of a job are combined, or contradict each other. */
    record Combined(JobId job, @Nullable Record output, @Nullable Failure failure)
            implements OwnCommand {}

    /** What a job's tasks put out cannot be read from the store for now. */
    record Unreadable(JobId job, String why) implements OwnCommand {}

    /** The end of a job is kept. */
    record EndKept(JobView ended) implements OwnCommand {}

    /** The end of a job cannot be kept as it is, whatever is tried. */
    record EndRefused(JobView ended, String why) implements OwnCommand {}

    /** Recovered jobs may be dispatched. */
    record Resume(List<JobId> jobs) implements OwnCommand {}

    /** The store has read jobs for a list; those that run are to be put in. */
    record Listed(List<JobView> stored, CoordinatorCommand.ListJobs list) implements OwnCommand {}
}
