/**
 * The questions to the coordinator, and the immutable views with which the coordinator answers.
 * Every other part of the coordinator may import this package. This package imports no other part
 * of the coordinator.
 */
@NullMarked
package regatta.coordinator.api;

import org.jspecify.annotations.NullMarked;
