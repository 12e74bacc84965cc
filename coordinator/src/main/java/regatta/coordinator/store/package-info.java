/**
 * Keeps jobs, comparisons and settlements. The coordinator tells a client a fact only after the
 * store has kept the fact. So if the store is on disk, every fact that a client knows is durable.
 */
@NullMarked
package regatta.coordinator.store;

import org.jspecify.annotations.NullMarked;
