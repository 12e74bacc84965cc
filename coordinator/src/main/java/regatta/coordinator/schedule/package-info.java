/**
 * Every rule of scheduling, in plain Java: no actor, no I/O, no thread and no clock. Time is an
 * argument, in nanoseconds of one monotonic clock.
 *
 * <p>The caller tells {@link regatta.coordinator.schedule.Schedule} what happened. The schedule
 * answers with {@link regatta.coordinator.schedule.Decision}s, which the caller carries out.
 *
 * <p>State and rules are in different classes. {@code Board} holds the state: {@code ScheduledJob}
 * with its {@code TaskQueue} and the {@code Trouble} of its tasks, {@code ScheduledWorker} with its
 * {@code ScheduledSlot}s and their {@code ScheduledAttempt}s, {@code Pool}, {@code Charges}. The
 * state changes only through the methods of these classes, and the name of each method says what
 * happened. The rules are in the classes that call these methods: {@code Dispatcher} puts attempts
 * into slots and {@code Recalls} takes waiting attempts back, {@code Settler} counts outcomes,
 * {@code Leases} decides which workers are alive, {@code Inventory} compares the attempts that
 * workers hold with the attempts that the schedule sent to them, {@code Losses} charges tasks with
 * lost workers, {@code TimeLimits} stops attempts that run too long.
 */
@NullMarked
package regatta.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
