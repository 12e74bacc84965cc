/**
 * Every rule of scheduling, in plain Java: no actor, no I/O, no thread and no clock; time is an
 * argument, in nanoseconds of one monotonic clock.
 *
 * <p>{@link regatta.coordinator.schedule.Schedule} is told what happened and answers with {@link
 * regatta.coordinator.schedule.Decision}s that somebody else carries out. Behind it, one {@link
 * regatta.coordinator.schedule.Board} holds the state, and three classes each hold one set of
 * rules: {@code Dispatcher} puts attempts into slots, {@code Settler} counts what came back, {@code
 * Leases} decides which workers are alive.
 */
@NullMarked
package regatta.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
