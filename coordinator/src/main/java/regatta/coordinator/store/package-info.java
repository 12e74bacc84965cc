/**
 * Keeps jobs, comparisons and settlements. The coordinator tells a client nothing before the store
 * has kept it, so with a store on disk all that a client knows is durable.
 */
@NullMarked
package regatta.coordinator.store;

import org.jspecify.annotations.NullMarked;
