package regatta.coordinator;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import regatta.coordinator.api.JobRules;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.WorkerView;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.schedule.JobTerms;
import regatta.protocol.JobId;
import regatta.workload.Demand;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/** Turns a submission into a job: chooses its mode and its slots, and counts its tasks. */
record Submissions(CoordinatorSettings settings, Modes modes, Workloads workloads) {

    Workload<?, ?, ?, ?> workload(JobSpec spec) {
        return workloads
                .find(spec.kind())
                .orElseThrow(() -> new IllegalArgumentException("no workload " + spec.kind()));
    }

    /** Returns a job's workload with its spec. */
    JobWorkload<?, ?, ?> work(Job job) {
        return JobWorkload.of(workload(job.spec()), job.spec().workload());
    }

    /** Returns why a job cannot run on the present nodes; empty if the job can run on the nodes. */
    Optional<Violation> refusal(Job job, Collection<WorkerView> workers) {
        JobSpec spec = job.spec();
        return modes.find(job.mode())
                .flatMap(mode ->
                        JobRules.machine(
                                workloads.typed(spec.kind(), spec.workload()), mode, workers));
    }

    /** Returns the job that a submission makes. The job has no order yet. */
    Job job(JobId id, JobSpec spec, Collection<WorkerView> workers, Instant now) {
        JobWorkload<?, ?, ?> workload = JobWorkload.of(workload(spec), spec.workload());
        Mode mode = mode(spec, workers);
        return new Job(
                id,
                0,
                mode.name(),
                slots(spec, workload.demand(), mode, workers),
                spec,
                workload.taskCount(),
                now);
    }

    /**
     * Returns the spec of a job that runs only some tasks of an ended job; empty if tasks of the
     * job's kind cannot run without the job's other tasks.
     */
    Optional<JobSpec> only(JobView job, List<Integer> tasks) {
        JobSpec spec = job.spec();
        return only(workload(spec), spec.workload(), tasks)
                .map(some ->
                        new JobSpec(
                                spec.kind(),
                                some,
                                spec.name(),
                                modes.find(job.mode()).map(Mode::name).orElse(null),
                                spec.slotsOrNull(),
                                spec.maxAttempts(),
                                spec.taskTimeoutOrNull(),
                                spec.retryForOrNull(),
                                spec.priority(),
                                null,
                                null));
    }

    private static <S extends Record> Optional<S> only(
            Workload<S, ?, ?, ?> workload, Record spec, List<Integer> tasks) {
        return workload.only(workload.specType().cast(spec), tasks);
    }

    JobTerms terms(Job job) {
        JobSpec spec = job.spec();
        JobWorkload<?, ?, ?> workload = work(job);
        return new JobTerms(
                job.id(),
                workload.ability(),
                job.mode(),
                job.tasks(),
                followsPool(job, workload) ? 0 : job.slots(),
                workload.demand(),
                spec.priority(),
                spec.maxAttempts(),
                spec.taskTimeout().map(limit -> limit.toNanos()).orElse(0L),
                workload.perKey(),
                index -> limitKey(workload, index),
                spec.retryFor().toNanos(),
                spec.comparisonOrNull() != null);
    }

    /**
     * Returns a task's limit key, which names what the task shares with other tasks, such as a
     * host. Returns an empty key if the workload's code fails. Later the code then also fails to
     * make the task, and this failure ends the job.
     */
    private static String limitKey(JobWorkload<?, ?, ?> workload, int index) {
        try {
            return workload.limitKey(index);
        } catch (RuntimeException broken) {
            return "";
        }
    }

    /**
     * Returns whether a job uses all slots of its pool at any time, although nodes come and go.
     * Three kinds of job do not use all slots: a job that names its slots, a job whose tasks divide
     * a limit of the whole job among its slots, and a round of a comparison, because all arms have
     * the same slots.
     */
    private boolean followsPool(Job job, JobWorkload<?, ?, ?> workload) {
        boolean nodes =
                modes.find(job.mode())
                        .filter(mode -> mode.placement() == Mode.Placement.NODES)
                        .isPresent();
        return nodes
                && job.spec().slotsOrNull() == null
                && job.spec().comparisonOrNull() == null
                && workload.payload(0, 1).equals(workload.payload(0, 2));
    }

    private Mode mode(JobSpec spec, Collection<WorkerView> workers) {
        return spec.mode()
                .or(() ->
                        modes.placedIn(Mode.Placement.NODES)
                                .map(Mode::name)
                                .filter(nodes -> hasJoined(nodes, workers)))
                .or(() -> Optional.of(workload(spec).defaultMode()))
                .flatMap(modes::find)
                .orElseThrow(() -> new IllegalArgumentException("no such mode"));
    }

    private static boolean hasJoined(String pool, Collection<WorkerView> workers) {
        return workers.stream()
                .anyMatch(worker ->
                        worker.pool().equals(pool) && worker.state() == WorkerView.State.JOINED);
    }

    private int slots(JobSpec spec, Demand demand, Mode mode, Collection<WorkerView> workers) {
        int byDefault =
                switch (demand) {
                    case COMPUTING -> settings.computingSlots();
                    case WAITING -> settings.waitingSlots();
                };
        if (mode.placement() == Mode.Placement.NODES && spec.comparisonOrNull() == null) {
            int offered =
                    workers.stream()
                            .filter(worker -> worker.pool().equals(mode.name()))
                            .filter(worker -> worker.state() == WorkerView.State.JOINED)
                            .mapToInt(worker -> worker.slotsFor(demand))
                            .sum();
            byDefault = offered > 0 ? offered : byDefault;
        }
        return Math.min(spec.slots().orElse(byDefault), mode.maxSlots());
    }
}
