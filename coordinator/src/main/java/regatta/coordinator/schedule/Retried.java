package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.WorkerId;

/**
 * The attempt counts of an unsettled task. The store keeps them, so that the next coordinator
 * continues to count failures and losses.
 *
 * @param attempt the greatest attempt number of the task so far
 * @param endedUpTo the number of the last attempt whose end counted; 0 for none
 * @param attempts how many attempts of the task have begun, as far as the coordinator knows
 * @param failures how many of these failed
 * @param lostWith the workers that were lost while the task ran there and have not returned, one
 *     for each loss
 */
public record Retried(
        int task, int attempt, int endedUpTo, int attempts, int failures, List<WorkerId> lostWith) {
    public Retried {
        lostWith = List.copyOf(lostWith);
    }
}
