/**
 * Lets all tasks of a job add 1 to one counter again and again, under a discipline that keeps
 * updates from being lost – or does not.
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
