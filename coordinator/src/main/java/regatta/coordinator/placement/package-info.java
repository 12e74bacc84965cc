/**
 * Starts workers, in the coordinator's own JVM or in JVMs on this machine. No other package starts
 * workers, and the schedule cannot tell where a worker runs.
 */
@NullMarked
package regatta.coordinator.placement;

import org.jspecify.annotations.NullMarked;
