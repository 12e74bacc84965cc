/**
 * Adds 1 to one counter again and again, from all tasks of a job, under a discipline that keeps
 * updates from being lost – or does not.
 *
 * <p>The counter is a number in a file of the job's folder that every JVM maps into its memory, so
 * that threads, child JVMs and nodes of one machine share it alike. {@link
 * regatta.workload.sharedcounter.ThreadCount} counts on a thread, {@link
 * regatta.workload.sharedcounter.LoopCount} on an event loop. A counter names itself by a random
 * number, so that tasks that counted in two files are found out.
 */
@NullMarked
package regatta.workload.sharedcounter;

import org.jspecify.annotations.NullMarked;
