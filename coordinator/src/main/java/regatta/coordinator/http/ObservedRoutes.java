package regatta.coordinator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import regatta.coordinator.observe.Lanes;
import regatta.coordinator.observe.Observed;
import regatta.http.Call;
import regatta.http.Json;
import regatta.http.Operation;
import regatta.http.Replies;
import regatta.http.Route;
import regatta.http.Turns;

/**
 * Routes of what observers have gathered: figures for Prometheus, and what ran in each slot during
 * the last minute.
 */
public final class ObservedRoutes {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Observed observed;
    private final Turns turns;

    /**
     * Makes the routes.
     *
     * @param turns limits how many answers are made at the same time
     */
    public ObservedRoutes(Observed observed, Turns turns) {
        this.observed = observed;
        this.turns = turns;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(
                        "/metrics",
                        List.of(PROMETHEUS),
                        this::metrics,
                        Operation.named("readMetrics", "Read the figures in Prometheus' format.")
                                .answers(200, "Text")),
                Route.get(
                        "/api/v1/lanes",
                        this::lanes,
                        Operation.named("listLanes", "List what ran in each slot this last minute.")
                                .answers(200, "Lanes")));
    }

    private CompletionStage<HttpResponse> metrics(Call call) {
        return turns.take(
                () -> CompletableFuture.completedStage(observed.metrics()),
                metrics ->
                        Replies.bytes(
                                200,
                                PROMETHEUS,
                                metrics.scrape().getBytes(StandardCharsets.UTF_8)));
    }

    private CompletionStage<HttpResponse> lanes(Call call) {
        call.query().check();
        return turns.take(
                () -> CompletableFuture.completedStage(observed.lanes()), ObservedRoutes::answer);
    }

    private static HttpResponse answer(Lanes observed) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("now", System.currentTimeMillis());
        out.put("seconds", Lanes.SECONDS);
        ArrayNode lanes = out.putArray("lanes");
        observed.lanes().forEach(lane -> lanes.add(lane(lane)));
        return Replies.json(200, out);
    }

    private static ObjectNode lane(Lanes.Lane lane) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("worker", lane.worker()).put("slot", lane.slot());
        ArrayNode boxes = out.putArray("boxes");
        for (Lanes.Box box : lane.boxes()) {
            boxes.addObject()
                    .put("job", box.job())
                    .put("task", box.task())
                    .put("attempts", box.attempts())
                    .put("from", box.from())
                    .put("to", box.to())
                    .put("outcome", box.what().name().toLowerCase(Locale.ROOT));
        }
        return out;
    }
}
