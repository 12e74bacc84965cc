package regatta.workload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A spec together with its workload. Only this class knows that the types of the spec and of the
 * workload belong together, so other code needs no casts. Immutable.
 */
public final class TypedSpec<S extends Record, T, O, J extends Record> {
    private final Workload<S, T, O, J> workload;
    private final S spec;

    private TypedSpec(Workload<S, T, O, J> workload, S spec) {
        this.workload = workload;
        this.spec = spec;
    }

    /**
     * Joins a workload and a spec.
     *
     * @throws ClassCastException if the spec belongs to another workload
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

    /** Returns the task at an index; equal tasks do equal work. */
    public T task(int index) {
        return workload.task(spec, index);
    }

    /**
     * Checks an output, see {@link Workload#verify}.
     *
     * @throws ClassCastException if the output belongs to another workload
     */
    public Validity verify(Record output) {
        return workload.verify(spec, workload.outputType().cast(output));
    }

    /**
     * Returns the lines of an answer, see {@link Workload#answer}.
     *
     * @throws ClassCastException if the output belongs to another workload
     */
    public List<String> answer(Record output) {
        return workload.answer(spec, workload.outputType().cast(output));
    }

    /** Returns the values of an output's figures by their names, see {@link Workload#figures}. */
    public Map<String, Double> values(Record output) {
        List<Double> values = workload.values(workload.outputType().cast(output));
        Map<String, Double> named = new LinkedHashMap<>();
        for (int at = 0; at < values.size(); at++) {
            named.put(workload.figures().get(at).name(), values.get(at));
        }
        return named;
    }

    /**
     * Returns why a job with this spec is fast. A verdict that recommends the job's arm quotes this
     * reason, see {@link Workload#reason}.
     */
    public Optional<String> reason() {
        return workload.reason(spec);
    }

    public boolean onOneMachine() {
        return workload.onOneMachine(spec);
    }

    /**
     * Returns the entries of the spec's long list, or the spec itself if the spec has no long list.
     */
    public List<?> entries() {
        return workload.specList().<List<?>>map(list -> list.of(spec)).orElse(List.of(spec));
    }

    /**
     * Returns the entries of the output's long list, or the output itself if the output has no long
     * list.
     */
    public List<?> entries(Record output) {
        J typed = workload.outputType().cast(output);
        return workload.outputList().<List<?>>map(list -> list.of(typed)).orElse(List.of(typed));
    }

    /** Returns the spec of a job that does only the given tasks, see {@link Workload#only}. */
    public Optional<S> only(List<Integer> tasks) {
        return workload.only(spec, tasks);
    }
}
