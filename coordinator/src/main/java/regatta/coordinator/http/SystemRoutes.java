package regatta.coordinator.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import regatta.coordinator.api.Cluster;
import regatta.http.Call;
import regatta.http.Json;
import regatta.http.Operation;
import regatta.http.Problem;
import regatta.http.Replies;
import regatta.http.Route;
import regatta.workload.Workloads;

/** The routes of health and of the API's document, at the root. */
public final class SystemRoutes {
    private final Cluster cluster;
    private final List<Route> routes;
    private final byte[] document;

    /**
     * Adds the routes of this class to the given routes, and describes all these routes in the
     * API's document.
     */
    public SystemRoutes(Cluster cluster, List<Route> others, Workloads workloads) {
        this.cluster = cluster;
        this.routes = Stream.concat(others.stream(), own()).toList();
        this.document = Json.bytes(ApiDocument.of(routes, workloads));
    }

    /** Returns the routes of this class and the routes that the constructor was given. */
    public List<Route> routes() {
        return routes;
    }

    private Stream<Route> own() {
        return Stream.of(
                Route.get(
                        "/openapi.json",
                        this::document,
                        Operation.named("getDocument", "Read this document.")
                                .answers(200, "Document")),
                Route.get(
                        "/health/live",
                        this::live,
                        Operation.named("isLive", "Ask whether the process answers.")
                                .answers(200, "Health")),
                Route.get(
                        "/health/ready",
                        this::ready,
                        Operation.named("isReady", "Ask whether the coordinator can keep jobs.")
                                .answers(200, "Health")
                                .fails(503)));
    }

    private CompletionStage<HttpResponse> document(Call call) {
        return CompletableFuture.completedStage(Replies.bytes(200, "application/json", document));
    }

    private CompletionStage<HttpResponse> live(Call call) {
        return CompletableFuture.completedStage(state("live"));
    }

    private CompletionStage<HttpResponse> ready(Call call) {
        return cluster.unready()
                .thenApply(unready -> {
                    if (unready.isPresent()) {
                        throw Problem.unavailable(unready.get());
                    }
                    return state("ready");
                });
    }

    private static HttpResponse state(String state) {
        return Replies.json(200, Json.MAPPER.createObjectNode().put("state", state));
    }
}
