/**
 * Plans comparisons and computes what their recorded rounds say. A comparison runs the same job in
 * several arms.
 *
 * <p>Everything here is a pure function of its arguments, without clock, thread or I/O. {@link
 * regatta.comparison.plan.Plan} decides which round comes next. {@link
 * regatta.comparison.plan.Comparison} holds the measurements. {@link
 * regatta.comparison.plan.Analysis} computes every figure from them, so that a stored comparison
 * can be computed again.
 */
@NullMarked
package regatta.comparison.plan;

import org.jspecify.annotations.NullMarked;
