/**
 * The messages between the coordinator and its workers.
 *
 * <p>The protocol is closed: every message is a record that implements {@link
 * regatta.protocol.WireMessage}. Tasks and outputs travel as {@link regatta.protocol.Payload}
 * bytes. Only their workload's codec understands these, so a new workload needs no new message.
 * Commands carry the coordinator's epoch, so that a worker can ignore a coordinator that was
 * replaced. A worker numbers its reports, and sends each again until the coordinator acknowledges
 * it.
 */
@NullMarked
package regatta.protocol;

import org.jspecify.annotations.NullMarked;
