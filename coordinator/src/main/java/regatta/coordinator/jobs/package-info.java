/**
 * The life of a job, from its submission to its end: which writes it takes, what follows when they
 * are kept, who is answered when, and what may be shown.
 *
 * <p>{@link regatta.coordinator.jobs.JobBook} is told events and says effects, in order, as the
 * schedule does, which it owns. It is plain Java without threads, clock or actor, so that the
 * simulation drives the class that is shipped. Entries to be kept are numbered, and whoever carries
 * effects out reports each number when it is kept. Three rules hold throughout: nothing is
 * dispatched, shown or acknowledged before what it follows from is kept; each asker gets one
 * answer; what was taken of a limit is given back by an effect.
 */
@NullMarked
package regatta.coordinator.jobs;

import org.jspecify.annotations.NullMarked;
