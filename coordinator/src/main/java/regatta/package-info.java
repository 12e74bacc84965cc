/**
 * The program: {@link regatta.Regatta} combines the commands of all parts into one command line.
 */
@NullMarked
package regatta;

import org.jspecify.annotations.NullMarked;
