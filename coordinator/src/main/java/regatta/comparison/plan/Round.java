package regatta.comparison.plan;

import regatta.coordinator.api.RunReport;

/**
 * What one round of one arm measured, as its job reported it; never rounded or corrected.
 *
 * @param arm label of the arm
 * @param block the block it belongs to, from 0
 * @param warmUp whether it was run to warm up; further ones may turn out to have been warm-ups too
 * @param job id of the job that was this round
 */
public record Round(
        String arm,
        int block,
        boolean warmUp,
        String job,
        Conditions conditions,
        RunReport report) {
    /** The part of others from which a round is kept for the record only, and run again. */
    public static final double DISTURBED = 0.02;

    public boolean disturbed() {
        return conditions.others() > DISTURBED;
    }
}
