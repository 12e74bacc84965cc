/**
 * The life of a job, from its submission to its end: what the store must keep, what follows once a
 * write is kept, when askers get answers, and what may be shown.
 *
 * <p>{@link regatta.coordinator.jobs.JobBook} takes events and returns effects, in order. The book
 * owns the schedule. The book is plain Java without threads, clock or actor, so that the simulation
 * in the tests drives the class that is shipped. Entries are writes to the store. Each entry has a
 * number, and the caller reports the number once the entry is kept. Three rules hold throughout.
 * Each dispatch of a job, each view and each acknowledgement waits until the store has kept the
 * entries on which it rests. Each asker gets one answer. Everything that a job takes from a limit
 * is given back.
 */
@NullMarked
package regatta.coordinator.jobs;

import org.jspecify.annotations.NullMarked;
