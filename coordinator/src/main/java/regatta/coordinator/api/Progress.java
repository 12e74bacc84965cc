package regatta.coordinator.api;

/**
 * Counts of a job's tasks. A task that has not succeeded, has not failed and is not running waits.
 */
public record Progress(int total, int succeeded, int failed, int running) {}
