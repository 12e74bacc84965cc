/**
 * The command {@code regatta compare}. The command may start its own coordinator, download server
 * and workers. The command chooses the size of jobs, submits comparisons, follows the comparisons
 * and writes the report.
 */
@NullMarked
package regatta.comparison.cli;

import org.jspecify.annotations.NullMarked;
