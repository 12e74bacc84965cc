package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * How long messages took to pass through an actor on the default dispatcher of an actor system
 * while the system ran tasks of a job.
 *
 * @param count how many messages were measured
 * @param p50Nanos the median: half of the messages took no longer than this time
 * @param p99Nanos the 99th percentile: 99 % of the messages took no longer than this time
 * @param maxNanos the longest time that a message took
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record MessageDelay(long count, long p50Nanos, long p99Nanos, long maxNanos) {
    public MessageDelay {
        Checks.within("count", count, 0, Checks.MOST);
        Checks.nanos("p50Nanos", p50Nanos);
        Checks.nanos("p99Nanos", p99Nanos);
        Checks.nanos("maxNanos", maxNanos);
    }
}
