/**
 * A lean HTTP/1.1 client for GET requests, and nothing else.
 *
 * <p>One engine, {@link regatta.workload.download.http1.ResponseParser}, turns bytes into events
 * and does no input or output; {@link regatta.workload.download.http1.Tls} does the same for TLS,
 * and {@link regatta.workload.download.http1.Pace} for limits of time. Two transports drive them:
 * {@link regatta.workload.download.http1.BlockingClient} on the caller's thread, whatever its kind,
 * and {@link regatta.workload.download.http1.LoopClient} on an event loop. Neither resolves a name:
 * they connect to the address that they are given, because that is the one that was checked.
 *
 * <p>Framing is read strictly, since a length that is misread is a wrong file: conflicting lengths,
 * unknown transfer codings, a body that ends early, and bytes behind the end are faults.
 */
@NullMarked
package regatta.workload.download.http1;

import org.jspecify.annotations.NullMarked;
