/**
 * Files that hold secrets: who may use them, and how a node reads them again when they change. And
 * texts that may contain secrets: how people see them.
 */
@NullMarked
package regatta.secret;

import org.jspecify.annotations.NullMarked;
