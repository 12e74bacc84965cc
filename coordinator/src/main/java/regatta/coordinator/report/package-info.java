/**
 * What people read: a report is built once as a {@link regatta.coordinator.report.Document} of
 * headings, paragraphs, tables and pictures, and written as text for a terminal, Markdown or HTML;
 * CSV carries the same figures unrounded.
 *
 * <p>Everything here is a pure function of its arguments.
 */
@NullMarked
package regatta.coordinator.report;

import org.jspecify.annotations.NullMarked;
