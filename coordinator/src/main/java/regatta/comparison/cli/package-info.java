/**
 * What {@code regatta compare} does beside asking: it may start a coordinator, an origin and
 * workers of its own, chooses sizes, submits comparisons, follows them, and writes the report.
 */
@NullMarked
package regatta.comparison.cli;

import org.jspecify.annotations.NullMarked;
