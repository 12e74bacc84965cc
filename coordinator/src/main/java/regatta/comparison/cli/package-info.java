/**
 * The command {@code regatta compare}. It may start its own coordinator, download server and
 * workers. It chooses the size of jobs, submits comparisons, follows them and writes the report.
 */
@NullMarked
package regatta.comparison.cli;

import org.jspecify.annotations.NullMarked;
