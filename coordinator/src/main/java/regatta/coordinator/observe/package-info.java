/**
 * The observers of jobs: the log, the metrics and the lanes of the page. The observers hear what
 * was kept and what workers reported. Nothing waits for observers or depends on observers.
 */
@NullMarked
package regatta.coordinator.observe;

import org.jspecify.annotations.NullMarked;
