package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.WorkerId;

/**
 * How a task that is not settled was tried so far: what has to outlive the coordinator, so that its
 * failures and losses are not counted anew.
 *
 * @param attempt the greatest number that an attempt of it had; those to come have greater ones
 * @param endedUpTo the last attempt whose end counted; 0 for none
 * @param attempts how many of it have begun, as far as is known
 * @param failures how many of these failed
 * @param lostWith the workers that were lost while it ran there and did not come back, one each
 */
public record Retried(
        int task, int attempt, int endedUpTo, int attempts, int failures, List<WorkerId> lostWith) {
    public Retried {
        lostWith = List.copyOf(lostWith);
    }
}
