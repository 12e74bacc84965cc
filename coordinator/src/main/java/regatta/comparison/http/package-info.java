/**
 * The routes of comparisons.
 *
 * <p>A comparison is submitted as a job without a mode, so its reader checks the job of every arm
 * with the reader of jobs.
 */
@NullMarked
package regatta.comparison.http;

import org.jspecify.annotations.NullMarked;
