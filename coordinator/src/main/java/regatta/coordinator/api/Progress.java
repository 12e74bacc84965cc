package regatta.coordinator.api;

/** Counts of a job's tasks. The tasks that are in none of the last three counts wait. */
public record Progress(int total, int succeeded, int failed, int running) {}
