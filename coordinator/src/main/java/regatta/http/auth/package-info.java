/** Tokens of the HTTP API: who may do what. Knows nothing of HTTP. */
@NullMarked
package regatta.http.auth;

import org.jspecify.annotations.NullMarked;
