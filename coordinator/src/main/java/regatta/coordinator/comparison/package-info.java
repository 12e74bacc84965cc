/**
 * A comparison: the same job run by several arms, and what the recorded rounds say.
 *
 * <p>Everything here is a pure function of its arguments: no clock, no thread, no I/O. {@link
 * regatta.coordinator.comparison.Plan} says which round comes when, {@link
 * regatta.coordinator.comparison.Comparison} holds what was measured, untouched, and {@link
 * regatta.coordinator.comparison.Analysis} computes every figure from that, so that a stored
 * comparison can be computed again.
 */
@NullMarked
package regatta.coordinator.comparison;

import org.jspecify.annotations.NullMarked;
