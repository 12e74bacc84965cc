package regatta.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A spec with the workload that it belongs to, so that their types meet here and nowhere else;
 * immutable.
 */
public final class TypedSpec<S extends Record, T, O, J extends Record> {
    private final Workload<S, T, O, J> workload;
    private final S spec;

    private TypedSpec(Workload<S, T, O, J> workload, S spec) {
        this.workload = workload;
        this.spec = spec;
    }

    /**
     * Joins both.
     *
     * @throws ClassCastException when the spec is another workload's
     */
    public static <S extends Record, T, O, J extends Record> TypedSpec<S, T, O, J> of(
            Workload<S, T, O, J> workload, Record spec) {
        return new TypedSpec<>(workload, workload.specType().cast(spec));
    }

    public Workload<S, T, O, J> workload() {
        return workload;
    }

    public S spec() {
        return spec;
    }

    public String title() {
        return workload.title(spec);
    }

    public boolean repeatable() {
        return workload.repeatable(spec);
    }

    /** The task at an index; equal tasks do equal work. */
    public T task(int index) {
        return workload.task(spec, index);
    }

    /**
     * See {@link Workload#verify}.
     *
     * @throws ClassCastException when the output is another workload's
     */
    public Validity verify(Record output) {
        return workload.verify(spec, workload.outputType().cast(output));
    }

    /**
     * See {@link Workload#answer}.
     *
     * @throws ClassCastException when the output is another workload's
     */
    public List<String> answer(Record output) {
        return workload.answer(spec, workload.outputType().cast(output));
    }

    /** Returns the numbers of an output, by the name of each of {@link Workload#figures}. */
    public Map<String, Double> values(Record output) {
        List<Double> values = workload.values(workload.outputType().cast(output));
        Map<String, Double> named = new LinkedHashMap<>();
        for (int at = 0; at < values.size(); at++) {
            named.put(workload.figures().get(at).name(), values.get(at));
        }
        return named;
    }

    /** See {@link Workload#reason}. */
    public Optional<String> reason() {
        return workload.reason(spec);
    }

    public boolean onOneMachine() {
        return workload.onOneMachine(spec);
    }

    /** The entries of the spec's long list, or the spec itself where it has none. */
    public List<?> entries() {
        return workload.specList().<List<?>>map(list -> list.of(spec)).orElse(List.of(spec));
    }

    /** The entries of the output's long list, or the output itself where it has none. */
    public List<?> entries(Record output) {
        J typed = workload.outputType().cast(output);
        return workload.outputList().<List<?>>map(list -> list.of(typed)).orElse(List.of(typed));
    }

    /** The spec of a job that does only these tasks, see {@link Workload#only}. */
    public Optional<S> only(List<Integer> tasks) {
        return workload.only(spec, tasks);
    }
}
