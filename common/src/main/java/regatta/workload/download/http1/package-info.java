/**
 * A lean HTTP/1.1 client for GET requests only.
 *
 * <p>{@link regatta.workload.download.http1.ResponseParser} turns bytes into events and does no
 * input or output. {@link regatta.workload.download.http1.Tls} does the same for TLS, and {@link
 * regatta.workload.download.http1.Pace} for limits of time. Two clients drive them: {@link
 * regatta.workload.download.http1.BlockingClient} on the caller's thread, platform or virtual, and
 * {@link regatta.workload.download.http1.LoopClient} on an event loop. Neither resolves a name.
 * They connect to the address that they get, because the caller has checked that address.
 *
 * <p>The client reads the framing strictly, because a misread length gives a wrong file. These are
 * faults: conflicting lengths, unknown transfer codings, a body that ends early, and bytes after
 * the end.
 */
@NullMarked
package regatta.workload.download.http1;

import org.jspecify.annotations.NullMarked;
