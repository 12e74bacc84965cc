package regatta.workload.download.http1;

import java.time.Duration;

/**
 * How long an exchange may take.
 *
 * @param connect from the start of connecting until the connection is usable, with TLS
 * @param firstByte from the request until the response's head is complete
 * @param stall how long the body may be silent, and how long each window for {@code stallBytes} is
 * @param stallBytes the fewest bytes that the body must bring in each window
 * @param total for the whole download
 */
public record Limits(
        Duration connect, Duration firstByte, Duration stall, long stallBytes, Duration total) {}
