package regatta.coordinator.api;

/** Counts of a job's tasks; those neither succeeded, failed nor running wait. */
public record Progress(int total, int succeeded, int failed, int running) {}
