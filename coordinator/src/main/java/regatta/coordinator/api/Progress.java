package regatta.coordinator.api;

/** Counts of a job's tasks. Tasks that have neither succeeded nor failed and do not run wait. */
public record Progress(int total, int succeeded, int failed, int running) {}
