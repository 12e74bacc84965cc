/** Files that hold secrets: who may use them, and how a node reads them again when they change. */
@NullMarked
package regatta.secret;

import org.jspecify.annotations.NullMarked;
