/**
 * Runs comparisons: which round comes next is decided by the plan, a pure function; here it is run
 * as an ordinary job, its output is checked, what other jobs did meanwhile is measured, and all of
 * it is kept.
 *
 * <p>One thread runs one comparison at a time, so that no two disturb each other. What it knows is
 * in the store at every moment: a coordinator that restarts goes on with the next round, and runs
 * the one that was interrupted again, since its figures would contain the interruption.
 */
@NullMarked
package regatta.comparison;

import org.jspecify.annotations.NullMarked;
