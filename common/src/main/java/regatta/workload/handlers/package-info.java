/**
 * Measures a small HTTP service whose handlers wait and compute. A generator sends requests at a
 * fixed rate, and does not wait for answers.
 *
 * <p>One event loop accepts connections, reads requests and writes answers. A {@link
 * regatta.workload.handlers.Handler} decides where a request is handled: on that loop, in a pool,
 * or on a virtual thread. The loop itself answers {@code /health}, without any handler.
 *
 * <p>The load is open-loop: each request has an intended start that does not depend on earlier
 * requests, and the request's latency counts from this intended start. So if a service stands
 * still, every request that starts meanwhile has a longer latency. A generator that waits for
 * answers would send no requests meanwhile, and would miss these latencies (G. Tene, How NOT to
 * Measure Latency, 2013: coordinated omission).
 */
@NullMarked
package regatta.workload.handlers;

import org.jspecify.annotations.NullMarked;
