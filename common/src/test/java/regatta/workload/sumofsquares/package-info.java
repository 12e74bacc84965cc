/** Tests of the sum of squares. */
@NullMarked
package regatta.workload.sumofsquares;

import org.jspecify.annotations.NullMarked;
