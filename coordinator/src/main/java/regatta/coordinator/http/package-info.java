/**
 * The routes of jobs, their files, workers and the server itself: they turn requests into {@link
 * regatta.coordinator.api.CoordinatorCommand}s and views into JSON.
 */
@NullMarked
package regatta.coordinator.http;

import org.jspecify.annotations.NullMarked;
