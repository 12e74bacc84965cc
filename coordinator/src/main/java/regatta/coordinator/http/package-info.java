/**
 * The HTTP interface: turns requests into questions of {@link regatta.coordinator.api.Jobs} and
 * {@link regatta.coordinator.api.Cluster}, and views into JSON.
 *
 * <p>A route is a row of a table, so that 404, 405, 406 and the list of paths in {@code
 * openapi.json} follow from one place; everything that goes wrong becomes {@code
 * application/problem+json} in one place too, {@link regatta.coordinator.http.Router}. Only Pekko
 * HTTP's core is used: its routing directives would answer some errors as plain text.
 */
@NullMarked
package regatta.coordinator.http;

import org.jspecify.annotations.NullMarked;
