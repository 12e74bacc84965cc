package regatta.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a page of another site made a browser send. Such a page may use DNS
 * rebinding: the name of the page's site then resolves to this server's address, and {@code Host}
 * contains that foreign name. Or the page may send the request to a name of this server: then
 * {@code Origin} or {@code Sec-Fetch-Site} shows that the page is of another site. The guard checks
 * requests of all methods, even those that only read. Safe from any thread.
 */
public final class RequestGuard {
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final Set<String> hosts = new HashSet<>(Set.of("localhost", "[::1]"));

    /** The host name that Pekko sets in a request without a {@code Host} header. */
    private final String noHost;

    public RequestGuard(HttpSettings settings) {
        noHost = settings.server().getDefaultHostHeader().host().address();
        hosts.add(bracketed(settings.host()));
        settings.allowedHosts().forEach(host -> hosts.add(bracketed(host)));
    }

    /**
     * Throws a {@link ProblemException} with status 403 for a request that a page of another site
     * caused, or 400 for a request without {@code Host}.
     */
    void check(HttpRequest request) {
        String authority = request.getHeader("Host").map(HttpHeader::value).orElse("");
        String named = request.getUri().getHost().address();
        // A health probe calls a server by whatever address the server has.
        boolean probe = request.getUri().path().startsWith("/health/");
        if (named.equals(noHost) && !probe) {
            throw Problem.malformed("", "the request has no Host header");
        }
        boolean known =
                allowed(hostOf(authority)) && (named.isEmpty() || allowed(bracketed(named)));
        if (!known && !probe) {
            throw Problem.forbidden(
                    "this server is not known by the name that the Host header has"
                            + " (regatta.http.allowed-hosts)");
        }
        for (HttpHeader header : request.getHeaders()) {
            if (header.is("sec-fetch-site") && !OWN_SITE.contains(header.value())) {
                throw Problem.forbidden("a page of another site sent this (Sec-Fetch-Site)");
            }
            if (header.is("origin") && !sameAuthority(header.value(), authority)) {
                throw Problem.forbidden("a page of another site sent this (Origin)");
            }
        }
    }

    private boolean allowed(String host) {
        return hosts.contains(host) || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static boolean sameAuthority(String origin, String authority) {
        try {
            URI uri = new URI(origin);
            int standard = "https".equals(uri.getScheme()) ? 443 : 80;
            return uri.getHost() != null
                    && withPort(uri.getRawAuthority(), standard)
                            .equals(withPort(authority, standard));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static String withPort(@Nullable String authority, int standard) {
        String lower = String.valueOf(authority).toLowerCase(Locale.ROOT);
        return lower.matches(".*:\\d+") ? lower : lower + ":" + standard;
    }

    private static String hostOf(String authority) {
        return authority.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    }

    /** Returns a host as a {@code Host} header writes it: an IPv6 address in brackets. */
    private static String bracketed(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.contains(":") && !lower.startsWith("[") ? "[" + lower + "]" : lower;
    }
}
