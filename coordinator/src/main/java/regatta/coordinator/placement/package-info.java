/**
 * Where workers live: in the coordinator's own JVM, or in JVMs that it starts on this machine. The
 * one place that starts workers; scheduling cannot tell them apart.
 */
@NullMarked
package regatta.coordinator.placement;

import org.jspecify.annotations.NullMarked;
