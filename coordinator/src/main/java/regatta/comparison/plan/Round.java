package regatta.comparison.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.RunReport;

/**
 * What one round of one arm measured, as its job reported it; never rounded or corrected.
 *
 * @param arm label of the arm
 * @param block the block it belongs to, from 0
 * @param warmUp whether it was run to warm up; further ones may turn out to have been warm-ups too
 * @param job id of the job that was this round
 * @param answer what people read of its output, a line each
 * @param unfit why its arm is never recommended, whatever its figures; null for most
 */
public record Round(
        String arm,
        int block,
        boolean warmUp,
        String job,
        Conditions conditions,
        RunReport report,
        List<String> answer,
        @Nullable String unfit) {
    /** The part of others from which a round is kept for the record only, and run again. */
    public static final double DISTURBED = 0.02;

    public Round {
        answer = List.copyOf(answer);
    }

    /** A round of whose output nothing is known. */
    public Round(
            String arm,
            int block,
            boolean warmUp,
            String job,
            Conditions conditions,
            RunReport report) {
        this(arm, block, warmUp, job, conditions, report, List.of(), null);
    }

    public boolean disturbed() {
        return conditions.others() > DISTURBED;
    }
}
