/**
 * A small HTTP service whose handlers wait and compute, under load that does not wait for answers.
 *
 * <p>One event loop accepts connections, reads requests and writes answers. A {@link
 * regatta.workload.handlers.Handler} decides where a request is handled: on that loop, in a pool,
 * or on a virtual thread. {@code /health} is always answered on the loop, at once.
 *
 * <p>The load is open-loop: each request has an intended start, whatever became of those before it,
 * and its latency counts from there. A service that stands still therefore shows in every request
 * that came meanwhile. A generator that waits for answers would leave these out (G. Tene, How NOT
 * to Measure Latency, 2013: coordinated omission).
 */
@NullMarked
package regatta.workload.handlers;

import org.jspecify.annotations.NullMarked;
