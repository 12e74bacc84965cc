/**
 * The worker: offers slots, runs attempts in them, reports what happened.
 *
 * <p>{@link regatta.worker.AttemptRunner} and {@link regatta.worker.Ledger} know what runs and what
 * is not yet acknowledged; they belong to the node and outlive actor systems. {@link
 * regatta.worker.Worker} is the actor between them and the coordinator: it translates messages,
 * says hello, and never runs a task itself, so that no task can hold up a heartbeat. The same actor
 * runs in the coordinator's own JVM, in child processes and on other machines.
 */
@NullMarked
package regatta.worker;

import org.jspecify.annotations.NullMarked;
