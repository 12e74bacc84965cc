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
 * Logs each request that would change something, and each request that the server refuses with
 * status 401, 403 or 429. The log says who sent the request, from where, what the request asked
 * for, and the status. Safe from any thread.
 *
 * <p>Lines about refused requests are warnings, because the log limits warnings that repeat. So
 * nonsense that a client sends again and again does not fill the disk.
 */
final class Audit {
    private static final Logger AUDIT = LoggerFactory.getLogger("regatta.audit");
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<Integer> FORBIDDEN = Set.of(401, 403, 429);
    private static final int FIRST_REFUSAL = 400;

    private final TokenGate gate;

    Audit(TokenGate gate) {
        this.gate = gate;
    }

    void answered(HttpRequest request, HttpResponse response) {
        int status = response.status().intValue();
        String method = request.method().value();
        boolean changes = !READING.contains(method);
        if (FORBIDDEN.contains(status) || (changes && status >= FIRST_REFUSAL)) {
            // The name is a part of the message, so that strangers' refusals, which the log limits,
            // hide no refusal of a known token.
            AUDIT.warn(
                    "refused " + gate.who(request).replace("{}", "") + " from {}: {} {} is {}",
                    from(request),
                    method,
                    request.getUri().path(),
                    status);
        } else if (changes) {
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
