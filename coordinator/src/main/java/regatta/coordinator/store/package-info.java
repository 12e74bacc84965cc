/**
 * Where jobs and their settlements are kept. Nothing is told to a client before the store has
 * completed it, so that a store that keeps on disk makes all of it durable.
 */
@NullMarked
package regatta.coordinator.store;

import org.jspecify.annotations.NullMarked;
