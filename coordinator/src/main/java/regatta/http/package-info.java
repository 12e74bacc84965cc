/**
 * The classes that all routes of the HTTP API share. These classes handle requests, limits of
 * requests, answers and problems.
 *
 * <p>Each {@code Route} is a row of one table. From this table the router learns that a path or
 * method does not exist (404, 405), or that the route has no media type that the client accepts
 * (406). The API's document is made from the same table. One place, {@link regatta.http.Router},
 * turns every failure into {@code application/problem+json}. This package uses only Pekko HTTP's
 * core, because Pekko's routing directives answer some errors in plain text.
 */
@NullMarked
package regatta.http;

import org.jspecify.annotations.NullMarked;
