package regatta.workload.download.http1;

import java.time.Duration;

/**
 * How long an exchange may take.
 *
 * @param connect from asking for a connection until it is usable, TLS included
 * @param firstByte from the request until the response's head is complete
 * @param stall how long the body may stay silent, and in how long it must bring {@code stallBytes}
 * @param stallBytes the least progress of a body within each {@code stall}
 * @param total for everything together
 */
public record Limits(
        Duration connect, Duration firstByte, Duration stall, long stallBytes, Duration total) {}
