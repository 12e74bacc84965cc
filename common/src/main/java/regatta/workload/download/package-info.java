/**
 * Fetches URLs into files. A file appears under its final name when it is complete and verified, or
 * not at all.
 *
 * <p>{@link regatta.workload.download.Fetch} takes every decision of one attempt: whether it may
 * connect to an address, whether a response is good, where a body goes. {@code Fetch} never waits.
 * Two short drivers, one for threads and one for an event loop, pass to {@code Fetch} what the HTTP
 * client in {@code http1} receives. Each hop passes {@link regatta.workload.download.AddressGuard}:
 * the attempt resolves the name once, the guard checks all addresses of the name, and the
 * connection goes to one of these addresses.
 *
 * <p>A body streams into a hidden file. When the file is complete, exclusive creation gives the
 * file its final name. So no wrong file ever has a final name, and no existing file is overwritten.
 * Bytes, name and folder are synced before the worker reports the outcome, so that a power cut
 * loses no download that has succeeded.
 */
@NullMarked
package regatta.workload.download;

import org.jspecify.annotations.NullMarked;
