package regatta.coordinator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.coordinator.CoordinatorCommand.FindFile;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.LeftFile.Holder;
import regatta.coordinator.api.LeftFile.Lookup;
import regatta.coordinator.api.Mode;
import regatta.coordinator.schedule.Settlement;
import regatta.coordinator.store.JobStore;
import regatta.coordinator.store.StoreException;
import regatta.protocol.Failure;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.protocol.WorkerId;
import regatta.workload.TaskFile;
import regatta.workload.Workload;

/**
 * Finds the file that a task left, and the workers that may have it. Reads run on other threads
 * than the actor's.
 */
final class TaskFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TaskFiles.class);

    private final Submissions submissions;
    private final JobStore store;
    private final Executor executor;

    TaskFiles(Submissions submissions, JobStore store, Executor executor) {
        this.submissions = submissions;
        this.store = store;
        this.executor = executor;
    }

    /** Answers with the file of a task. The job of the task is open or in the store. */
    void find(FindFile find, Optional<JobView> open, List<Holder> holders) {
        executor.execute(() -> {
            try {
                Optional<JobView> job = open.isPresent() ? open : store.find(find.id());
                find.replyTo().tell(job.map(found -> lookup(found, find.task(), holders)));
            } catch (StoreException unreadable) {
                LOG.error("the store cannot be read", unreadable);
            }
        });
    }

    private Lookup lookup(JobView job, int task, List<Holder> holders) {
        if (task < 0 || task >= job.progress().total()) {
            return new Lookup.NoFile("job %s has no task %d".formatted(job.id(), task));
        }
        Settlement settled = store.page(job.id(), task, 1).stream().findFirst().orElse(null);
        if (settled == null) {
            return job.state().terminal()
                    ? new Lookup.NoFile("task %d did not run: the job ended before".formatted(task))
                    : new Lookup.NotYet("task %d has not ended".formatted(task));
        }
        return switch (settled.outcome()) {
            case Outcome.Succeeded(Payload output) ->
                    submissions
                            .workloads()
                            .find(job.spec().kind())
                            .map(known -> file(job, known, settled, output, holders))
                            .orElse(
                                    new Lookup.NoFile(
                                            "no workload of kind %s is installed here"
                                                    .formatted(job.spec().kind())));
            case Outcome.Failed(Failure failure) ->
                    new Lookup.NoFile("task %d failed: %s".formatted(task, failure.message()));
            case Outcome.Cancelled _ -> new Lookup.NoFile("task %d was cancelled".formatted(task));
        };
    }

    private Lookup file(
            JobView job,
            Workload<?, ?, ?, ?> workload,
            Settlement settled,
            Payload output,
            List<Holder> holders) {
        return file(workload, output)
                .<Lookup>map(file -> left(job, settled, file, holders))
                .orElse(
                        new Lookup.NoFile(
                                "tasks of kind %s leave no files".formatted(job.spec().kind())));
    }

    private static <O> Optional<TaskFile> file(Workload<?, ?, O, ?> workload, Payload output) {
        return workload.file(workload.outputCodec().decode(output.bytes()));
    }

    private Lookup left(JobView job, Settlement settled, TaskFile file, List<Holder> holders) {
        WorkerId id = settled.worker();
        String worker = id == null ? "" : id.value();
        boolean remote =
                submissions.modes().placement(job.mode()).equals(Optional.of(Mode.Placement.NODES));
        return new Lookup.Left(
                new LeftFile(
                        job.id(),
                        job.spec().kind(),
                        file,
                        worker,
                        remote,
                        holders.stream().filter(each -> each.worker().equals(worker)).findFirst(),
                        holders.stream().filter(each -> !each.worker().equals(worker)).toList()));
    }
}
