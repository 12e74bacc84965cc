/**
 * Fetches files that tasks wrote, from a directory on this machine or from a node.
 *
 * <p>A file is identified by its job, name, length and sha256, not by the worker that wrote it. So
 * a node that restarted under another id can serve the file. A node that shares the directory with
 * the worker can serve the file, too.
 */
@NullMarked
package regatta.coordinator.files;

import org.jspecify.annotations.NullMarked;
