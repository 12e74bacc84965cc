/**
 * Fetches URLs into files: whole and verified under their final name, or not there at all.
 *
 * <p>{@link regatta.workload.download.Fetch} takes every decision of one attempt (may this address
 * be reached, is this response good, where does the body go) and waits for nothing; two short
 * drivers, one for threads and one for an event loop, bring it what the client in {@code http1}
 * receives. Each hop, redirects included, passes {@link regatta.workload.download.AddressGuard}:
 * the name is resolved once, all its addresses are checked, and the connection goes to one of
 * those.
 *
 * <p>A body streams into a hidden file beside its final place and is linked there by exclusive
 * creation once it is complete, so nothing wrong is ever seen under a final name and nothing there
 * is overwritten. Bytes, name and folder are synced before the outcome is told, so that a power cut
 * takes no download that has succeeded.
 */
@NullMarked
package regatta.workload.download;

import org.jspecify.annotations.NullMarked;
