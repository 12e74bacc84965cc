/**
 * The observers of jobs: the log, the metrics and the lanes of the page. They hear what was kept
 * and what workers reported. Nothing waits for them or depends on them.
 */
@NullMarked
package regatta.coordinator.observe;

import org.jspecify.annotations.NullMarked;
