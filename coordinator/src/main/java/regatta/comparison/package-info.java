/**
 * Runs comparisons. The plan, a pure function, decides which round comes next. Each round runs as
 * an ordinary job. This package checks the round's output, measures what other jobs did meanwhile,
 * and stores the measurements.
 *
 * <p>One thread runs one comparison at a time, so that comparisons do not disturb each other. The
 * store always holds all that the thread knows. A restarted coordinator therefore continues with
 * the next round. The coordinator repeats an interrupted round, because the figures of that round
 * would contain the interruption.
 */
@NullMarked
package regatta.comparison;

import org.jspecify.annotations.NullMarked;
