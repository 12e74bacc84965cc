package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.WorkerId;

/**
 * How an unsettled task was tried so far. The store keeps it, so that the next coordinator counts
 * the task's failures and losses on.
 *
 * @param attempt the greatest number of an attempt of it; later attempts have greater ones
 * @param endedUpTo the number of the last attempt whose end counted; 0 for none
 * @param attempts how many attempts of it have begun, as far as anybody knows
 * @param failures how many of these failed
 * @param lostWith the workers that were lost while the task ran there and did not return, one each
 */
public record Retried(
        int task, int attempt, int endedUpTo, int attempts, int failures, List<WorkerId> lostWith) {
    public Retried {
        lostWith = List.copyOf(lostWith);
    }
}
