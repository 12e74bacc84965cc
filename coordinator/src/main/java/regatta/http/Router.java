package regatta.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.http.auth.Grant;

/**
 * Finds the route of a request, and is the one place that turns a failure into an answer; safe from
 * any thread.
 */
public final class Router implements Function<HttpRequest, CompletionStage<HttpResponse>> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final transient List<Route> routes;
    private final transient RequestGuard guard;
    private final transient TokenGate gate;
    private final transient Bodies bodies;
    private final transient Audit audit;
    private final transient Answered answered;

    /**
     * Makes a router.
     *
     * @param answered receives each answer
     */
    public Router(
            List<Route> routes,
            RequestGuard guard,
            TokenGate gate,
            Bodies bodies,
            Answered answered) {
        this.audit = new Audit(gate);
        this.answered = answered;
        this.routes = List.copyOf(routes);
        this.guard = guard;
        this.gate = gate;
        this.bodies = bodies;
    }

    public List<Route> routes() {
        return routes;
    }

    @Override
    public CompletionStage<HttpResponse> apply(HttpRequest request) {
        long began = System.nanoTime();
        return answer(request)
                .exceptionally(failure -> problem(request, failure).response())
                .thenApply(response -> told(request, response, began))
                .thenApply(Router::hardened);
    }

    private HttpResponse told(HttpRequest request, HttpResponse response, long began) {
        audit.answered(request, response);
        answered.answered(
                operation(request), response.status().intValue(), System.nanoTime() - began);
        return response;
    }

    private String operation(HttpRequest request) {
        try {
            return find(request).route().operation().name();
        } catch (ProblemException nothing) {
            return "";
        }
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        try {
            guard.check(request);
            Match match = find(request);
            String token = gate.check(request, match.route()).map(Grant::name).orElse(null);
            Call call =
                    new Call(
                            request,
                            match.variables(),
                            token,
                            Accepted.choose(request, match.route().produces()));
            return match.route().readsBody()
                    ? match.route().handler().handle(call)
                    : bodies.discard(request)
                            .thenCompose(_ -> match.route().handler().handle(call));
        } catch (ProblemException refused) {
            return bodies.discard(request).thenCompose(_ -> CompletableFuture.failedStage(refused));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedStage(failure);
        }
    }

    private record Match(Route route, Map<String, String> variables) {}

    private Match find(HttpRequest request) {
        List<String> segments = new ArrayList<>();
        segments(request).forEach(segments::add);
        List<Match> matches =
                routes.stream()
                        .flatMap(route ->
                                route
                                        .match(segments)
                                        .map(found -> new Match(route, found))
                                        .stream())
                        .toList();
        if (matches.isEmpty()) {
            throw Problem.notFound("there is nothing at this path");
        }
        String asked = request.method().value();
        String method = asked.equals("HEAD") ? "GET" : asked;
        return matches.stream()
                .filter(match -> match.route().method().equals(method))
                .findFirst()
                .orElseThrow(() -> Problem.methodNotAllowed(asked, allowed(matches)));
    }

    private static List<String> segments(HttpRequest request) {
        List<String> segments =
                StreamSupport.stream(request.getUri().pathSegments().spliterator(), false).toList();
        return segments.isEmpty() ? List.of("") : segments;
    }

    private static String allowed(List<Match> matches) {
        return matches.stream()
                .map(match -> match.route().method())
                .map(method -> method.equals("GET") ? "GET, HEAD" : method)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Problem problem(HttpRequest request, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ProblemException known) {
            return known.problem();
        }
        if (cause instanceof TimeoutException) {
            return Problem.unavailable("the coordinator did not answer in time").problem();
        }
        LOG.error("{} {} failed", request.method().value(), request.getUri().path(), cause);
        return Problem.internal().problem();
    }

    private static HttpResponse hardened(HttpResponse response) {
        HttpResponse named =
                response.getHeader("Cache-Control").isPresent()
                        ? response
                        : response.addHeader(RawHeader.create("Cache-Control", "no-store"));
        return named.addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"));
    }
}
