/**
 * Every rule of scheduling, in plain Java: no actor, no I/O, no thread and no clock; time is an
 * argument, in nanoseconds of one monotonic clock.
 *
 * <p>{@link regatta.coordinator.schedule.Schedule} is told what happened and answers with {@link
 * regatta.coordinator.schedule.Decision}s that somebody else carries out. Behind it, one {@link
 * regatta.coordinator.schedule.Board} holds the state, and a class each holds one set of rules:
 * {@code Dispatcher} puts attempts into slots (and {@code Recalls} takes them back), {@code
 * Settler} counts what came back, {@code Leases} decides which workers are alive, {@code Inventory}
 * compares what they hold with what they should, {@code Losses} says who is to blame when one is
 * gone, {@code TimeLimits} stops what runs too long.
 */
@NullMarked
package regatta.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
