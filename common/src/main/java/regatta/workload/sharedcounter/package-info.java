/**
 * Compares locks: all tasks of a job add 1 to the same counter again and again. The job's
 * discipline is the way in which the tasks share the counter, such as a lock. With a wrong
 * discipline, updates are lost.
 *
 * <p>The counter is a number in a file of the job's folder. Every JVM maps that file into its
 * memory, so threads, child JVMs and nodes of one machine all share the number. {@link
 * regatta.workload.sharedcounter.ThreadCount} counts on a thread, {@link
 * regatta.workload.sharedcounter.LoopCount} on an event loop. Each counter also has a random
 * number, which shows if tasks counted in two different files.
 */
@NullMarked
package regatta.workload.sharedcounter;

import org.jspecify.annotations.NullMarked;
