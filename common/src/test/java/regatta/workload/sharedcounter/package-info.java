/** Tests of the shared counter; each says what a discipline keeps and what it loses. */
@NullMarked
package regatta.workload.sharedcounter;

import org.jspecify.annotations.NullMarked;
