package regatta.coordinator.jobs;

import java.time.Instant;

/**
 * When something happened.
 *
 * @param nanos on the coordinator's monotonic clock; durations are measured with it
 * @param wall what people and later coordinators are told
 */
public record Moment(long nanos, Instant wall) {}
