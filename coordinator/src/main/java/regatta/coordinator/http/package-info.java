/**
 * The routes of jobs, their files, workers and the server itself: they turn requests into questions
 * of {@link regatta.coordinator.api.Jobs} and {@link regatta.coordinator.api.Cluster}, and views
 * into JSON.
 */
@NullMarked
package regatta.coordinator.http;

import org.jspecify.annotations.NullMarked;
