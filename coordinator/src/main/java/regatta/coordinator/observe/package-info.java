/**
 * Who looks on while jobs run: the log, the metrics, the lanes of the page. Observers are told what
 * was kept and what workers reported; nothing waits for them and nothing depends on them.
 */
@NullMarked
package regatta.coordinator.observe;

import org.jspecify.annotations.NullMarked;
