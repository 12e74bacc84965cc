package regatta.coordinator.comparison;

import regatta.coordinator.api.RunReport;

/**
 * What one round of one arm measured, as its job reported it; never rounded or corrected.
 *
 * @param arm label of the arm
 * @param block the block it belongs to, from 0
 * @param warmUp whether it was run to warm up; further ones may turn out to have been warm-ups too
 * @param job id of the job that was this round
 * @param others the part, 0 to 1, of the slot time of its machines that jobs of others used
 *     meanwhile
 */
public record Round(
        String arm, int block, boolean warmUp, String job, double others, RunReport report) {
    /** The part of others from which a round is kept for the record only, and run again. */
    public static final double DISTURBED = 0.02;

    public Round {
        if (!(others >= 0 && others <= 1)) {
            throw new IllegalArgumentException("others: " + others + " is not 0 to 1");
        }
    }

    public boolean disturbed() {
        return others > DISTURBED;
    }
}
