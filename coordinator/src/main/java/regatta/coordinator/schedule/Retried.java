package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.WorkerId;

/**
 * The attempt counts of an unsettled task. The store keeps these counts, so that the next
 * coordinator continues to count failures and losses.
 *
 * @param attempt the greatest attempt number of the task so far
 * @param endedUpTo the number of the last attempt whose end counted; 0 if no end counted
 * @param attempts how many attempts of the task have begun, as far as the coordinator knows
 * @param failures how many attempts failed by the task's own fault; the job limits this number. A
 *     refusal by the host counts only once it is charged to the task.
 * @param lostWith the workers that were lost while they ran the task and that have not returned; a
 *     worker is in the list once for each loss
 */
public record Retried(
        int task, int attempt, int endedUpTo, int attempts, int failures, List<WorkerId> lostWith) {
    public Retried {
        lostWith = List.copyOf(lostWith);
    }
}
