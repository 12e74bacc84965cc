/**
 * The program {@code regatta}. {@link regatta.Regatta} combines the commands of all packages into
 * one command line.
 */
@NullMarked
package regatta;

import org.jspecify.annotations.NullMarked;
