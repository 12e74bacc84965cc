package regatta.http;

import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import regatta.http.auth.Grant;
import regatta.http.auth.Scope;
import regatta.http.auth.Tokens;

/**
 * Lets requests through whose bearer token (RFC 6750) allows what their route does; safe from any
 * thread.
 */
public final class TokenGate {
    private static final String SCHEME = "bearer ";

    /** Null where the coordinator has no token file, so that everybody may do everything. */
    private final @Nullable Tokens tokens;

    private final RequestRate rate;

    /** Lets only tokens of the settings' file through, and everybody where there is none. */
    public TokenGate(HttpSettings settings) {
        tokens = settings.tokens();
        rate = new RequestRate(settings.requestsPerSecond(), System::nanoTime);
    }

    /**
     * Checks a request.
     *
     * @throws ProblemException 401 for a request without a token that the file has, 403 for a token
     *     without the route's scope, 429 for one with too many requests a second
     */
    void check(HttpRequest request, Route route) {
        Optional<Scope> needed = route.scope();
        if (tokens == null || needed.isEmpty()) {
            return;
        }
        String given = given(request);
        if (!given.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw Problem.unauthorized(
                    "this coordinator wants a token (Authorization: Bearer …)", "");
        }
        Grant grant =
                tokens.find(given.substring(SCHEME.length()).strip())
                        .orElseThrow(() ->
                                Problem.unauthorized(
                                        "this coordinator does not know the token",
                                        ", error=\"invalid_token\""));
        if (!rate.take(grant.name())) {
            throw Problem.tooFast();
        }
        if (!grant.scopes().contains(needed.get())) {
            throw Problem.lacksScope(needed.get().word());
        }
    }

    /** The name of a request's sender for logs: its token's, where it has one that is known. */
    String who(HttpRequest request) {
        if (tokens == null) {
            return "anybody";
        }
        String given = given(request);
        Optional<Grant> grant =
                given.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                        ? tokens.find(given.substring(SCHEME.length()).strip())
                        : Optional.empty();
        return grant.map(Grant::name).orElse("a stranger");
    }

    private static String given(HttpRequest request) {
        return request.getHeader("Authorization").map(HttpHeader::value).orElse("");
    }
}
