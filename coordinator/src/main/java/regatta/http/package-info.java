/**
 * The kit that the routes of the HTTP API share: requests, their limits, answers and problems.
 *
 * <p>A route is a row of a table, so that 404, 405, 406 and the list of paths follow from one
 * place; everything that goes wrong becomes {@code application/problem+json} in one place too,
 * {@link regatta.http.Router}. Only Pekko HTTP's core is used: its routing directives would answer
 * some errors as plain text.
 */
@NullMarked
package regatta.http;

import org.jspecify.annotations.NullMarked;
