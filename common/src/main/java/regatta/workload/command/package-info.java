/**
 * Runs a program for each input. {@code argv} may hold GNU parallel's placeholders, and each input
 * becomes one task.
 *
 * <p>Each program runs in a session of its own, so that all processes that the program starts end
 * with the program. A task's output holds only a bounded part of what its program prints. Only the
 * job and the settings determine the environment and the folder of a program.
 *
 * <p>{@link regatta.workload.command.Rights} decides which programs may run.
 */
@NullMarked
package regatta.workload.command;

import org.jspecify.annotations.NullMarked;
