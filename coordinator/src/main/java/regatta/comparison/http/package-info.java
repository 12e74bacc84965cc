/**
 * The HTTP routes of comparisons.
 *
 * <p>A client submits a comparison as a job without a mode. Therefore the reader of comparisons
 * checks the job of every arm with the reader of jobs.
 */
@NullMarked
package regatta.comparison.http;

import org.jspecify.annotations.NullMarked;
