package regatta.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.OutputMark;
import regatta.comparison.plan.Round;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.TaskView;
import regatta.workload.TaskFile;
import regatta.workload.TypedSpec;
import regatta.workload.Validity;
import regatta.workload.Workloads;

/**
 * Asks the workload whether the output of each round is right, and compares the outputs of rounds,
 * so that no figure of a wrong run is ever shown. For one thread.
 */
final class OutputCheck {
    private final Workloads workloads;
    private final Map<Record, Record> firstOutputs = new HashMap<>();
    private final Map<Record, String> firstArms = new HashMap<>();
    private final Map<String, String> earlierDigests = new HashMap<>();
    private final Map<Object, String> digests = new HashMap<>();
    private final Set<String> changing = new TreeSet<>();
    private boolean outputsDiffer;

    /**
     * A check of a comparison.
     *
     * @param earlier rounds of it that an earlier process ran and checked
     */
    OutputCheck(Workloads workloads, List<Round> earlier) {
        this.workloads = workloads;
        for (Round round : earlier) {
            if (round.output() != null && round.unfit() == null) {
                earlierDigests.put(round.arm(), round.output().sha256());
            }
        }
    }

    /**
     * An output that may be shown.
     *
     * @param answer what people read of it, a line each
     * @param unfit why nobody should run the job so; null where nothing is wrong
     * @param figures what it says in numbers, by name
     * @param mark tells the output from others
     */
    record Checked(
            List<String> answer,
            @Nullable String unfit,
            Map<String, Double> figures,
            OutputMark mark) {}

    /**
     * Checks the output of one round.
     *
     * @param arm names what is wrong
     * @param job a round that succeeded, with all of its spec and output
     * @throws ComparisonFailedException when it is wrong, or not what earlier rounds gave
     */
    Checked accept(String arm, JobView job) throws ComparisonFailedException {
        Record output = job.output();
        if (output == null) {
            throw ComparisonFailedException.wrong(
                    "%s: job %s has no output.".formatted(arm, job.id()));
        }
        TypedSpec<?, ?, ?, ?> spec = typed(job);
        String unfit =
                switch (spec.verify(output)) {
                    case Validity.Right() -> null;
                    case Validity.Unfit(String why) -> why;
                    case Validity.Wrong(String why) ->
                            throw ComparisonFailedException.wrong(
                                    "%s gave a wrong output: %s.".formatted(arm, why));
                };
        OutputMark mark = OutputDigest.of(output);
        if (unfit == null) {
            compare(arm, spec, output);
            compareWithEarlier(arm, spec, mark);
        }
        return new Checked(spec.answer(output), unfit, spec.values(output), mark);
    }

    private void compare(String arm, TypedSpec<?, ?, ?, ?> spec, Record output)
            throws ComparisonFailedException {
        Record first = firstOutputs.putIfAbsent(spec.spec(), output);
        String firstArm = firstArms.computeIfAbsent(spec.spec(), _ -> arm);
        if (first == null || first.equals(output)) {
            return;
        }
        if (spec.repeatable()) {
            throw ComparisonFailedException.wrong(
                    "The outputs differ: %s gave %s, but %s gave %s."
                            .formatted(firstArm, answer(spec, first), arm, answer(spec, output)));
        }
        // What an output measured differs from round to round, and the report shows it.
        outputsDiffer |= spec.workload().figures().isEmpty();
    }

    /** Of rounds that an earlier process ran only the marks are known. */
    private void compareWithEarlier(String arm, TypedSpec<?, ?, ?, ?> spec, OutputMark mark)
            throws ComparisonFailedException {
        String earlier = earlierDigests.get(arm);
        if (earlier == null || earlier.equals(mark.sha256())) {
            return;
        }
        if (spec.repeatable()) {
            throw ComparisonFailedException.wrong(
                    "The outputs of %s differ from those before the interruption (sha256)."
                            .formatted(arm));
        }
        outputsDiffer = true;
    }

    private static String answer(TypedSpec<?, ?, ?, ?> spec, Record output) {
        return String.join("; ", spec.answer(output));
    }

    /** Compares the files of equal tasks: that a live URL changed is to be noted. */
    void look(JobView job, List<TaskView> tasks) {
        TypedSpec<?, ?, ?, ?> spec = typed(job);
        for (TaskView task : tasks) {
            TaskFile file = task.file();
            if (file != null) {
                String first = digests.putIfAbsent(spec.task(task.index()), file.sha256());
                if (first != null && !first.equals(file.sha256())) {
                    changing.add(file.name());
                }
            }
        }
    }

    private TypedSpec<?, ?, ?, ?> typed(JobView job) {
        return workloads.typed(job.spec().kind(), job.spec().workload());
    }

    /** What a reader of the figures has to know of the outputs, a sentence each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!changing.isEmpty()) {
            notes.add(
                    "The content of %s changed between rounds (sha256 differs)."
                            .formatted(
                                    changing.size() == 1
                                            ? changing.iterator().next()
                                            : changing.size() + " files"));
        } else if (outputsDiffer) {
            notes.add("The outputs of rounds differ.");
        }
        return notes;
    }
}
