/**
 * Files that hold secrets: who may use the files, and how a node reads the files again when they
 * change.
 */
@NullMarked
package regatta.secret;

import org.jspecify.annotations.NullMarked;
