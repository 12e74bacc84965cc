package regatta.coordinator.jobs;

import java.time.Instant;

/**
 * When something happened.
 *
 * @param nanos on the coordinator's monotonic clock; durations are measured with it
 * @param wall the wall-clock time that people and later coordinators get
 */
public record Moment(long nanos, Instant wall) {}
