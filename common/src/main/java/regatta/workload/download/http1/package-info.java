/**
 * A lean HTTP/1.1 client for GET requests only.
 *
 * <p>{@link regatta.workload.download.http1.ResponseParser} turns bytes into events and does no
 * input or output. {@link regatta.workload.download.http1.Tls} encrypts and decrypts, also without
 * input or output. {@link regatta.workload.download.http1.Pace} computes limits of time. Two
 * clients drive these three classes: {@link regatta.workload.download.http1.BlockingClient} on the
 * caller's thread, platform or virtual, and {@link regatta.workload.download.http1.LoopClient} on
 * an event loop. Neither client resolves a name. A client connects to the address that it gets,
 * because the caller has checked that address.
 *
 * <p>The client reads the framing strictly, because a misread length gives a wrong file. The client
 * reports a fault for conflicting lengths, unknown transfer codings, a body that ends early, and
 * bytes after the end of the response.
 */
@NullMarked
package regatta.workload.download.http1;

import org.jspecify.annotations.NullMarked;
