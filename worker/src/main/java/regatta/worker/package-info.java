/**
 * The worker offers slots, runs attempts in them, and reports how they ended.
 *
 * <p>{@link regatta.worker.AttemptRunner} holds the attempts, and {@link regatta.worker.Ledger} the
 * reports without an acknowledgement; the node owns both, and they outlive actor systems. {@link
 * regatta.worker.Worker} is the actor between them and the coordinator. It translates messages,
 * says hello, and runs no task itself, so no task can delay a hello. The same actor runs in the
 * coordinator's own JVM, in child processes and on other machines.
 *
 * <p>An {@link regatta.worker.AttemptMeter} measures what attempts use of the cores. It measures
 * each platform thread by itself, but virtual threads and the event loop only as a pool. {@link
 * regatta.worker.JvmUses} measures what the whole JVM used while a job had attempts here.
 */
@NullMarked
package regatta.worker;

import org.jspecify.annotations.NullMarked;
