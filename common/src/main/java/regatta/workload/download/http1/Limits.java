package regatta.workload.download.http1;

import java.time.Duration;

/**
 * How long an exchange may take.
 *
 * @param connect the longest time from the start of connecting until the connection is usable, with
 *     TLS
 * @param firstByte the longest time from the request until the response's head is complete
 * @param stall the longest silence within the body, and the length of each time window for {@code
 *     stallBytes}
 * @param stallBytes the smallest number of bytes of the body that must arrive in each time window
 * @param total the longest time for the whole download
 */
public record Limits(
        Duration connect, Duration firstByte, Duration stall, long stallBytes, Duration total) {}
