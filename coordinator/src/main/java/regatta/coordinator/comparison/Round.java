package regatta.coordinator.comparison;

import regatta.coordinator.api.RunReport;

/**
 * What one round of one arm measured, as its job reported it; never rounded or corrected.
 *
 * @param arm label of the arm
 * @param block the block it belongs to, from 0
 * @param warmUp whether it is kept for the record only
 * @param job id of the job that was this round
 */
public record Round(String arm, int block, boolean warmUp, String job, RunReport report) {}
