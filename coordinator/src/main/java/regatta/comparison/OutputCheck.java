package regatta.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.TaskView;
import regatta.workload.download.Downloaded;
import regatta.workload.sumofsquares.SumOfSquares;

/**
 * Holds the outputs of all rounds against each other and, for sums of squares, against the closed
 * form, so that no figure of a wrong run is ever shown; for one thread.
 */
final class OutputCheck {
    private final Map<Record, Record> firstOutputs = new HashMap<>();
    private final Map<Record, String> firstArms = new HashMap<>();
    private final Map<String, String> digests = new HashMap<>();
    private final Set<String> changing = new TreeSet<>();
    private boolean outputsDiffer;

    /**
     * Checks the output of one round.
     *
     * @param arm names what is wrong
     * @param job a round that succeeded
     * @throws ComparisonFailedException when it is wrong, or not what earlier rounds gave
     */
    void accept(String arm, JobView job) throws ComparisonFailedException {
        JobSpec spec = job.spec();
        Record output = job.output();
        if (output == null) {
            throw new ComparisonFailedException(
                    "%s: job %s has no output. No figures are shown.".formatted(arm, job.id()));
        }
        if (spec.workload() instanceof SumOfSquares.Spec sums) {
            checkSums(arm, sums, output);
        }
        Record first = firstOutputs.putIfAbsent(spec.workload(), output);
        String firstArm = firstArms.computeIfAbsent(spec.workload(), _ -> arm);
        if (first != null && !first.equals(output)) {
            if (spec.workload() instanceof SumOfSquares.Spec) {
                throw new ComparisonFailedException(
                        "The outputs differ: %s gave %s, but %s gave %s. No figures are shown."
                                .formatted(firstArm, first, arm, output));
            }
            outputsDiffer = true;
        }
    }

    /** Looks at what tasks brought: the content of a live URL may change, which is to be noted. */
    void look(List<TaskView> tasks) {
        for (TaskView task : tasks) {
            if (task.output() instanceof Downloaded file) {
                String first = digests.putIfAbsent(file.url(), file.sha256());
                if (first != null && !first.equals(file.sha256())) {
                    changing.add(file.url());
                }
            }
        }
    }

    /** What a reader of the figures has to know of the outputs, a sentence each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!changing.isEmpty()) {
            notes.add(
                    "The content of %s changed between downloads (sha256 differs)."
                            .formatted(
                                    changing.size() == 1
                                            ? changing.iterator().next()
                                            : changing.size() + " URLs"));
        } else if (outputsDiffer) {
            notes.add("The outputs of rounds differ.");
        }
        return notes;
    }

    private static void checkSums(String arm, SumOfSquares.Spec spec, Record output)
            throws ComparisonFailedException {
        List<String> expected =
                spec.targets().stream()
                        .map(Objects::requireNonNull)
                        .map(target -> SumOfSquares.closedForm(target).toString())
                        .toList();
        if (!(output instanceof SumOfSquares.Output(List<String> sums)) || !sums.equals(expected)) {
            throw new ComparisonFailedException(
                    "%s gave wrong sums: %s instead of %s. No figures are shown."
                            .formatted(arm, output, expected));
        }
    }
}
