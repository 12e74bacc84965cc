package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * Names one attempt within its job.
 *
 * @param task index of the task, from 0
 * @param attempt number of the attempt of that task, from 1
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record TaskAttempt(int task, int attempt) {
    public TaskAttempt {
        Checks.task(task, attempt);
    }
}
