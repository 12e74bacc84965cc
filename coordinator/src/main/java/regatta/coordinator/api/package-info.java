/**
 * The questions to the coordinator, and the immutable views that it answers with. Every other part
 * of the coordinator may import this package, and it imports none of them.
 */
@NullMarked
package regatta.coordinator.api;

import org.jspecify.annotations.NullMarked;
