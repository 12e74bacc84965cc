/**
 * What crosses the wire between the coordinator and its workers.
 *
 * <p>The protocol is closed: every message is a record that implements {@link
 * regatta.protocol.WorkerCommand} or {@link regatta.protocol.WorkerEvent}. Tasks and outputs travel
 * as {@link regatta.protocol.Payload} bytes that only their workload's codec understands, so a new
 * workload needs no new message. Commands carry the coordinator's epoch, so that a worker can
 * refuse a coordinator that was replaced; reports are numbered and sent again until acknowledged.
 */
@NullMarked
package regatta.protocol;

import org.jspecify.annotations.NullMarked;
