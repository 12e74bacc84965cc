/**
 * Brings files that tasks left, wherever they lie: in a directory of this machine, or on a node.
 *
 * <p>A file is found by what it holds, not by who wrote it: job, name, length and sha256. So a node
 * that was started again under another id, or another one that shares its directory, can serve what
 * it did not fetch itself.
 */
@NullMarked
package regatta.coordinator.files;

import org.jspecify.annotations.NullMarked;
