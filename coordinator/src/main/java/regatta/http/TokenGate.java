package regatta.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;
import regatta.http.auth.Grant;
import regatta.http.auth.Scope;
import regatta.http.auth.Tokens;

/**
 * Allows a request if its bearer token (RFC 6750) has the scope of its route; safe from any thread.
 */
public final class TokenGate {
    private static final String SCHEME = "bearer ";

    /** Null if the coordinator has no token file. Then everybody may do everything. */
    private final @Nullable Tokens tokens;

    private final RequestRate rate;

    /** Allows only tokens of the settings' file, or everybody if there is no file. */
    public TokenGate(HttpSettings settings) {
        tokens = settings.tokens();
        rate = new RequestRate(settings.requestsPerSecond(), System::nanoTime);
    }

    /**
     * Checks a request, and returns what the request's token allows; empty if the request needs no
     * token.
     *
     * @throws ProblemException 401 if the request has no token that is in the file, 403 if the
     *     token lacks the route's scope, 429 if the token makes too many requests per second
     */
    Optional<Grant> check(HttpRequest request, Route route) {
        Optional<Scope> needed = route.scope();
        if (tokens == null || needed.isEmpty()) {
            return Optional.empty();
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
        return Optional.of(grant);
    }

    /**
     * Returns a name for a request's sender in logs: the name of the request's token, {@code a
     * stranger} if no known token came with the request, or {@code anybody} if no request needs a
     * token.
     */
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

    /**
     * Returns the value of the request's {@code Authorization}; empty if the request has none or
     * several, because a proxy could read another of several than this server.
     */
    private static String given(HttpRequest request) {
        List<String> given = new ArrayList<>(1);
        for (HttpHeader header : request.getHeaders()) {
            if (header.is("authorization")) {
                given.add(header.value());
            }
        }
        return given.size() == 1 ? given.getFirst() : "";
    }
}
