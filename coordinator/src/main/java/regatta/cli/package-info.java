/**
 * The command line: commands that start nodes, and commands that are clients of the HTTP API and
 * know nothing else of a coordinator.
 */
@NullMarked
package regatta.cli;

import org.jspecify.annotations.NullMarked;
