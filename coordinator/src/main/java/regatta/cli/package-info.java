/**
 * The command line: commands that start nodes, and clients of the HTTP API. The clients reach a
 * coordinator only through the HTTP API.
 */
@NullMarked
package regatta.cli;

import org.jspecify.annotations.NullMarked;
