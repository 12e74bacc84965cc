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
 * Asks the workload whether each output is right, and compares the outputs of rounds. So no report
 * shows figures of a wrong run. Confined to one thread.
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
     * Creates the check of one comparison.
     *
     * @param earlier rounds that ran and were checked before the comparison was interrupted
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
     * The result of checking an output that is not wrong. The output may be unfit: the output's
     * figures are true, but nobody should run the job in the way of the round's arm.
     *
     * @param answer the output as lines of text for people
     * @param unfit why nobody should run the job in the way of the round's arm; null if the output
     *     is fit
     * @param figures the numbers in the output, by name
     * @param mark identifies the output, so that the output can be compared with other outputs
     */
    record Checked(
            List<String> answer,
            @Nullable String unfit,
            Map<String, Double> figures,
            OutputMark mark) {}

    /**
     * Checks the output of one round.
     *
     * @param arm the label of the round's arm, for messages
     * @param job the round's job, which succeeded, with its whole spec and output
     * @throws ComparisonFailedException if the output is wrong, or differs from earlier rounds
     *     although the workload is repeatable
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
        // Outputs that hold measurements always differ. The report shows the measurements as
        // figures, so the report needs no note that outputs differ.
        outputsDiffer |= spec.workload().figures().isEmpty();
    }

    /**
     * Compares an output with the output that the same arm gave before the comparison was
     * interrupted. Of that earlier output only the digest is known.
     */
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

    /**
     * Compares the downloaded files of equal tasks, to note whether the content of a URL changes
     * between rounds.
     */
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

    /**
     * Returns one sentence for each fact about the outputs that readers of the figures must know.
     */
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
