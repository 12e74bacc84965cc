/**
 * The HTTP interface: turns requests into questions of {@link regatta.coordinator.api.Jobs} and
 * {@link regatta.coordinator.api.Cluster}, and views into JSON.
 *
 * <p>A {@code Route} is a row of one table. The router finds 404, 405 and 406 in that table, and
 * {@code ApiDocument} makes the API's document from it. One place, {@code Router}, turns every
 * failure into {@code application/problem+json}. This package uses only Pekko HTTP's core, because
 * Pekko's routing directives answer some errors in plain text.
 */
@NullMarked
package regatta.coordinator.http;

import org.jspecify.annotations.NullMarked;
