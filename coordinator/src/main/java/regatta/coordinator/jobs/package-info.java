/**
 * The life of a job, from its submission to its end: what the store must keep, what follows when it
 * is kept, when askers are answered, and what may be shown.
 *
 * <p>{@link regatta.coordinator.jobs.JobBook} takes events and returns effects, in order. It owns
 * the schedule. It is plain Java without threads, clock or actor, so that the simulation drives the
 * class that is shipped. Entries are writes to the store. They have numbers, and the caller reports
 * each number when its entry is kept. Three rules hold throughout. No job is dispatched, and
 * nothing is shown or acknowledged, before the store has kept what caused it. Each asker gets one
 * answer. An effect gives back whatever was taken from a limit.
 */
@NullMarked
package regatta.coordinator.jobs;

import org.jspecify.annotations.NullMarked;
