package regatta.cli.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.workload.sumofsquares.SumOfSquares;

/**
 * Holds the outputs of all rounds against each other and, for sums of squares, against the closed
 * form, so that no figure of a wrong run is ever shown.
 */
final class OutputCheck {
    private final List<String> expectedSums;
    private @Nullable JsonNode firstOutput;
    private String firstArm = "";

    private OutputCheck(List<String> expectedSums) {
        this.expectedSums = expectedSums;
    }

    static OutputCheck of(ObjectNode job) {
        List<String> sums = new ArrayList<>();
        if (job.path("workload").path("kind").asText().equals(SumOfSquares.KIND)) {
            for (JsonNode target : job.path("workload").path("targets")) {
                sums.add(SumOfSquares.closedForm(target.asLong()).toString());
            }
        }
        return new OutputCheck(sums);
    }

    /**
     * Checks the output of one round.
     *
     * @throws ComparisonFailedException when it is wrong, or not what earlier rounds gave
     */
    void accept(String arm, JsonNode job) throws ComparisonFailedException {
        JsonNode output = job.path("output");
        if (!expectedSums.isEmpty()) {
            checkSums(arm, output);
        }
        if (firstOutput == null) {
            firstOutput = output;
            firstArm = arm;
        } else if (!expectedSums.isEmpty() && !output.equals(firstOutput)) {
            throw new ComparisonFailedException(
                    "The outputs differ: %s gave %s, but %s gave %s. No figures are shown."
                            .formatted(firstArm, firstOutput, arm, output));
        }
    }

    /** Of more than a thousand sums only the first ones and their number are read back. */
    private void checkSums(String arm, JsonNode output) throws ComparisonFailedException {
        JsonNode sums = output.path("sums");
        int count = output.path("sumsCount").asInt(sums.size());
        boolean right = count == expectedSums.size() && !sums.isEmpty();
        for (int i = 0; i < sums.size() && right; i++) {
            right = sums.get(i).asText().equals(expectedSums.get(i));
        }
        if (!right) {
            throw new ComparisonFailedException(
                    "%s gave wrong sums: %s instead of %s. No figures are shown."
                            .formatted(arm, sums, expectedSums));
        }
    }
}
