/**
 * The coordinator: one actor that turns messages into events of the pure {@link
 * regatta.coordinator.jobs.JobBook} and carries out the effects that the book returns.
 */
@NullMarked
package regatta.coordinator;

import org.jspecify.annotations.NullMarked;
