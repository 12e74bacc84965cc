/**
 * Plans comparisons and computes figures and verdicts from recorded rounds. A comparison runs the
 * same job in several arms.
 *
 * <p>Everything in this package is a pure function of its arguments, without clock, thread or I/O.
 * {@link regatta.comparison.plan.Plan} decides which round comes next. {@link
 * regatta.comparison.plan.Comparison} holds the measurements. {@link
 * regatta.comparison.plan.Analysis} computes every figure from the measurements, so that a stored
 * comparison can be computed again.
 */
@NullMarked
package regatta.comparison.plan;

import org.jspecify.annotations.NullMarked;
