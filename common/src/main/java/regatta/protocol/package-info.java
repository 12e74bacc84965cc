/**
 * The messages between the coordinator and its workers.
 *
 * <p>The protocol is closed: every message is a record that implements {@link
 * regatta.protocol.WireMessage}. Tasks and outputs travel as {@link regatta.protocol.Payload}
 * bytes. Only the workload's codec understands the bytes, so a new workload needs no new message.
 * Commands carry the coordinator's epoch, so that a worker can ignore a coordinator that was
 * replaced. A worker numbers its reports, and sends each report again until the coordinator
 * acknowledges the report.
 */
@NullMarked
package regatta.protocol;

import org.jspecify.annotations.NullMarked;
