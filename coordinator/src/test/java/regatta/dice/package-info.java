/** A workload as a stranger would write it: this package and a services line are all there is. */
@NullMarked
package regatta.dice;

import org.jspecify.annotations.NullMarked;
