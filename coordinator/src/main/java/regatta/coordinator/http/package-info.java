/**
 * The routes of jobs, their files, workers and the server itself. The routes turn requests into
 * calls of {@link regatta.coordinator.api.Jobs} and {@link regatta.coordinator.api.Cluster}, and
 * turn the resulting views into JSON.
 */
@NullMarked
package regatta.coordinator.http;

import org.jspecify.annotations.NullMarked;
