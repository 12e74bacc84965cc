package regatta.coordinator;

import java.util.List;
import java.util.stream.Stream;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.Outcome;
import regatta.protocol.Payload;
import regatta.workload.CombineException;
import regatta.workload.Demand;
import regatta.workload.TaskFile;
import regatta.workload.TaskOutput;
import regatta.workload.Workload;

/**
 * A workload together with the spec of one job. {@link #of} checks once that the spec has the type
 * of the workload's specs.
 */
final class JobWorkload<S extends Record, T, O> {
    private final Workload<S, T, O, ?> workload;
    private final S spec;

    private JobWorkload(Workload<S, T, O, ?> workload, S spec) {
        this.workload = workload;
        this.spec = spec;
    }

    /**
     * Joins a workload and a spec.
     *
     * @throws ClassCastException if the spec does not have the type of the workload's specs
     */
    static <S extends Record, T, O> JobWorkload<S, T, O> of(
            Workload<S, T, O, ?> workload, Record spec) {
        return new JobWorkload<>(workload, workload.specType().cast(spec));
    }

    Demand demand() {
        return workload.demand();
    }

    String ability() {
        return workload.ability(spec);
    }

    int taskCount() {
        return workload.taskCount(spec);
    }

    int perKey() {
        return workload.perKey(spec);
    }

    String limitKey(int index) {
        return workload.limitKey(workload.task(spec, index)).orElse("");
    }

    Payload payload(int index, int slots) {
        return new Payload(workload.taskCodec().encode(workload.task(spec, index, slots)));
    }

    /** Returns the bytes of the files of settled tasks; −1 if tasks of this kind leave no files. */
    long fileBytes(List<Settlement> settlements) {
        if (workload.files().isEmpty()) {
            return -1;
        }
        return settlements.stream()
                .flatMap(this::output)
                .flatMap(output -> workload.file(output.output()).stream())
                .mapToLong(TaskFile::bytes)
                .sum();
    }

    Record combine(Stream<Settlement> settlements) throws CombineException {
        return workload.combine(spec, settlements.flatMap(this::output));
    }

    private Stream<TaskOutput<O>> output(Settlement settlement) {
        return settlement.outcome() instanceof Outcome.Succeeded(Payload output)
                ? Stream.of(
                        new TaskOutput<>(
                                settlement.task(), workload.outputCodec().decode(output.bytes())))
                : Stream.empty();
    }
}
