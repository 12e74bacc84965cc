/**
 * What the coordinator can be asked and the immutable views that it answers with: the one package
 * that every other part of the coordinator may import, and that imports none of them.
 */
@NullMarked
package regatta.coordinator.api;

import org.jspecify.annotations.NullMarked;
