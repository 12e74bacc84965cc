/**
 * The kit that the routes of the HTTP API share: requests, their limits, answers and problems.
 *
 * <p>A {@code Route} is a row of one table. The router finds 404, 405 and 406 in that table, and
 * the API's document is made from it. One place, {@link regatta.http.Router}, turns every failure
 * into {@code application/problem+json}. This package uses only Pekko HTTP's core, because Pekko's
 * routing directives answer some errors in plain text.
 */
@NullMarked
package regatta.http;

import org.jspecify.annotations.NullMarked;
