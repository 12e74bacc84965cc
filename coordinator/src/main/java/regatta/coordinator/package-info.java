/**
 * The coordinator: one actor that turns messages into calls of the pure {@link
 * regatta.coordinator.schedule.Schedule} and its decisions into messages, and the views of jobs
 * that everybody else reads.
 */
@NullMarked
package regatta.coordinator;

import org.jspecify.annotations.NullMarked;
