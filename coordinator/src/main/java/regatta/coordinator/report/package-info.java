/**
 * The report of one job, as a {@link regatta.document.Document}; a pure function of its arguments.
 */
@NullMarked
package regatta.coordinator.report;

import org.jspecify.annotations.NullMarked;
