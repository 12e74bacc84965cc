/**
 * The worker offers slots, runs attempts in them, and reports how the attempts ended.
 *
 * <p>{@link regatta.worker.AttemptRunner} holds the attempts, and {@link regatta.worker.Ledger}
 * holds the reports without an acknowledgement. The node owns the runner and the ledger, and both
 * outlive actor systems. {@link regatta.worker.Worker} is the actor between the coordinator and
 * these two objects. The actor translates messages, says hello, and runs no task itself, so no task
 * can delay a hello. The same actor runs in the coordinator's own JVM, in child processes and on
 * other machines.
 *
 * <p>An {@link regatta.worker.AttemptMeter} measures what attempts use of the cores. Each platform
 * thread that runs attempts has a meter of its own. All carriers of virtual threads share one
 * meter, and all attempts on an event loop share one meter. {@link regatta.worker.JvmUses} measures
 * what the whole JVM used while a job had attempts in the JVM.
 */
@NullMarked
package regatta.worker;

import org.jspecify.annotations.NullMarked;
