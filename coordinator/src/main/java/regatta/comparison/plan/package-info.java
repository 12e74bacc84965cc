/**
 * A comparison: the same job run by several arms, and what the recorded rounds say.
 *
 * <p>Everything here is a pure function of its arguments: no clock, no thread, no I/O. {@link
 * regatta.comparison.plan.Plan} says which round comes when, {@link
 * regatta.comparison.plan.Comparison} holds what was measured, untouched, and {@link
 * regatta.comparison.plan.Analysis} computes every figure from that, so that a stored comparison
 * can be computed again.
 */
@NullMarked
package regatta.comparison.plan;

import org.jspecify.annotations.NullMarked;
