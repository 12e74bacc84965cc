package regatta.coordinator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import regatta.coordinator.api.Cluster;

/** Health and the contract: what is asked of any server, at the root. */
final class SystemRoutes {
    private final Cluster cluster;
    private final byte[] contract;

    SystemRoutes(Cluster cluster) {
        this.cluster = cluster;
        this.contract = resource("openapi.json");
    }

    List<Route> routes() {
        return List.of(
                Route.get("/openapi.json", this::contract),
                Route.get("/health/live", this::live),
                Route.get("/health/ready", this::ready));
    }

    private CompletionStage<HttpResponse> contract(Call call) {
        return CompletableFuture.completedStage(Replies.bytes(200, "application/json", contract));
    }

    /** The process answers. */
    private CompletionStage<HttpResponse> live(Call call) {
        return CompletableFuture.completedStage(state("live"));
    }

    /** The coordinator behind it answers as well, in time, and can keep jobs; otherwise 503. */
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

    private static byte[] resource(String name) {
        try (InputStream in = SystemRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
