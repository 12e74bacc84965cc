/**
 * The classes that all routes of the HTTP API share: for requests, their limits, answers and
 * problems.
 *
 * <p>Each {@code Route} is a row of one table. In it the router finds that a path or method does
 * not exist (404, 405), or that no media type is accepted (406). The API's document is made from
 * the same table. One place, {@link regatta.http.Router}, turns every failure into {@code
 * application/problem+json}. This package uses only Pekko HTTP's core, because Pekko's routing
 * directives answer some errors in plain text.
 */
@NullMarked
package regatta.http;

import org.jspecify.annotations.NullMarked;
