/** Tokens of the HTTP API, which say who may do what. This package does not depend on HTTP. */
@NullMarked
package regatta.http.auth;

import org.jspecify.annotations.NullMarked;
