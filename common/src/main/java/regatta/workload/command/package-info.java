/**
 * Runs a program for each input: {@code argv} with GNU parallel's placeholders, one task an input.
 *
 * <p>Each program runs in a session of its own, so that all processes that it starts end with it.
 * It prints into bounded memory. Its environment and its folder are what the job and the settings
 * say, and nothing else.
 *
 * <p>Who may run what is decided by {@link regatta.workload.command.Rights}.
 */
@NullMarked
package regatta.workload.command;

import org.jspecify.annotations.NullMarked;
