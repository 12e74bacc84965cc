package regatta.coordinator.jobs;

import java.time.Instant;

/**
 * When something happened.
 *
 * @param nanos the time on the coordinator's monotonic clock, with which durations are measured
 * @param wall the wall-clock time that people and later coordinators get
 */
public record Moment(long nanos, Instant wall) {}
