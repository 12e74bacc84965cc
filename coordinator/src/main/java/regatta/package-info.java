/** The program: {@link regatta.Regatta} joins the commands of all parts to one command line. */
@NullMarked
package regatta;

import org.jspecify.annotations.NullMarked;
