/**
 * Runs a program for each input. {@code argv} may hold GNU parallel's placeholders, and each input
 * becomes one task.
 *
 * <p>Each program runs in a session of its own, so that all processes that it starts end with it.
 * Regatta keeps a bounded part of what a program prints. Only the job and the settings determine
 * the environment and the folder of a program.
 *
 * <p>{@link regatta.workload.command.Rights} decides who may run what.
 */
@NullMarked
package regatta.workload.command;

import org.jspecify.annotations.NullMarked;
