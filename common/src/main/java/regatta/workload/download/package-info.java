/**
 * Fetches URLs into files: whole and verified under their final name, or not there at all.
 *
 * <p>{@link regatta.workload.download.Fetch} takes every decision of one attempt: whether it may
 * reach an address, whether a response is good, where a body goes. It waits for nothing. Two short
 * drivers, one for threads and one for an event loop, bring it what the client in {@code http1}
 * receives. Each hop passes {@link regatta.workload.download.AddressGuard}: the attempt resolves
 * the name once, the guard checks all its addresses, and the connection goes to one of them.
 *
 * <p>A body streams into a hidden file. When the file is complete, exclusive creation gives it its
 * final name. So no wrong file ever has a final name, and no file there is overwritten. Bytes, name
 * and folder are synced before the outcome is told, so that a power cut takes no download that has
 * succeeded.
 */
@NullMarked
package regatta.workload.download;

import org.jspecify.annotations.NullMarked;
