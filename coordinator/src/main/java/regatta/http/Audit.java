package regatta.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each request that changes something, and each request that the server refuses with status
 * 401, 403 or 429. The log says who sent the request, from where, what the request asked for, and
 * the status. Safe from any thread.
 */
final class Audit {
    private static final Logger AUDIT = LoggerFactory.getLogger("regatta.audit");
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<Integer> REFUSED = Set.of(401, 403, 429);

    private final TokenGate gate;

    Audit(TokenGate gate) {
        this.gate = gate;
    }

    void answered(HttpRequest request, HttpResponse response) {
        int status = response.status().intValue();
        String method = request.method().value();
        if (REFUSED.contains(status)) {
            AUDIT.warn(
                    "refused {} from {}: {} {} is {}",
                    gate.who(request),
                    from(request),
                    method,
                    request.getUri().path(),
                    status);
        } else if (!READING.contains(method)) {
            AUDIT.info(
                    "{} from {}: {} {} is {}{}",
                    gate.who(request),
                    from(request),
                    method,
                    request.getUri().path(),
                    status,
                    response.getHeader("Location").map(made -> ", " + made.value()).orElse(""));
        }
    }

    private static String from(HttpRequest request) {
        String direct =
                request.getAttribute(AttributeKeys.remoteAddress)
                        .flatMap(RemoteAddress::getAddress)
                        .map(InetAddress::getHostAddress)
                        .orElse("an unknown address");
        Optional<String> named = request.getHeader("X-Forwarded-For").map(HttpHeader::value);
        return named.map(other -> direct + " (for " + other + ")").orElse(direct);
    }
}
