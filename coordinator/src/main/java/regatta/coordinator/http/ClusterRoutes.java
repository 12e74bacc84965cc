package regatta.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import regatta.coordinator.api.Cluster;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.WorkerView;
import regatta.http.Call;
import regatta.http.Fields;
import regatta.http.Json;
import regatta.http.Operation;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.http.Query;
import regatta.http.Replies;
import regatta.http.Route;
import regatta.http.Turns;
import regatta.protocol.WorkerId;
import regatta.workload.LongList;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/** Routes of modes, workloads, workers and the pool of local processes. */
public final class ClusterRoutes {
    private static final int MAX_PROCESSES = 256;

    private final Cluster cluster;
    private final SubmissionReader submissions;
    private final Workloads workloads;
    private final List<Mode> modes;
    private final Turns asked;
    private final Turns known;

    /**
     * Makes the routes.
     *
     * @param asked limits how many answers are made at the same time for which the coordinator is
     *     asked
     * @param known limits the same for other answers
     */
    public ClusterRoutes(
            Cluster cluster,
            SubmissionReader submissions,
            Workloads workloads,
            List<Mode> modes,
            Turns asked,
            Turns known) {
        this.cluster = cluster;
        this.submissions = submissions;
        this.workloads = workloads;
        this.modes = List.copyOf(modes);
        this.asked = asked;
        this.known = known;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/modes",
                        this::modes,
                        Operation.named("listModes", "List the ways of running a job.")
                                .answers(200, "ModePage")),
                Route.get(
                        "/api/v1/workloads",
                        this::workloads,
                        Operation.named("listWorkloads", "List what jobs can compute.")
                                .answers(200, "WorkloadPage")),
                Route.get(
                        "/api/v1/workers",
                        this::workers,
                        Operation.named("listWorkers", "List the workers.")
                                .answers(200, "WorkerPage")
                                .fails(503)),
                Route.post(
                        "/api/v1/workers/{id}/drain",
                        this::drain,
                        Operation.named(
                                        "drainWorker",
                                        "Take a worker out of use once what it runs has ended.")
                                .answers(202, "Worker")
                                .fails(409, 503)),
                Route.putBody(
                        "/api/v1/pools/processes",
                        "Pool",
                        this::scale,
                        Operation.named(
                                        "scaleProcesses",
                                        "Keep that many worker JVMs of the processes mode warm.")
                                .answers(200, "Pool")
                                .fails(503)));
    }

    private CompletionStage<HttpResponse> modes(Call call) {
        call.query().check();
        return known.take(
                () -> CompletableFuture.completedStage(modes),
                all -> Replies.page(all, mode -> mode, Optional.empty()));
    }

    private CompletionStage<HttpResponse> workloads(Call call) {
        call.query().check();
        return known.take(
                () -> CompletableFuture.completedStage(workloads.sorted()),
                all -> Replies.page(all, ClusterRoutes::workload, Optional.empty()));
    }

    private static JsonNode workload(Workload<?, ?, ?, ?> workload) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("kind", workload.kind());
        out.put("description", workload.description());
        out.put("demand", workload.demand().name());
        out.put("defaultMode", workload.defaultMode());
        out.set("compared", Json.MAPPER.valueToTree(workload.compared()));
        out.put("list", workload.specList().map(LongList::field).orElse(null));
        out.set("fields", FieldTexts.all(workload.fields()));
        out.set("schema", FieldSchemas.schema(workload));
        return out;
    }

    private CompletionStage<HttpResponse> workers(Call call) {
        call.query().check();
        return asked.take(
                cluster::workers,
                found -> Replies.page(found, ClusterRoutes::worker, Optional.empty()));
    }

    private CompletionStage<HttpResponse> drain(Call call) {
        call.query().check();
        String id = call.variable("id");
        return cluster.drain(workerId(id))
                .thenApply(found -> {
                    WorkerView worker = found.orElseThrow(() -> absent(id));
                    if (worker.state() == WorkerView.State.JOINED) {
                        throw Problem.conflict(
                                "worker %s runs in the coordinator itself and stays with it"
                                        .formatted(worker.id()));
                    }
                    return Replies.json(202, worker(worker));
                });
    }

    private static WorkerId workerId(String id) {
        try {
            return new WorkerId(id);
        } catch (IllegalArgumentException _) {
            throw absent(id);
        }
    }

    private static ProblemException absent(String id) {
        return Problem.notFound("there is no worker " + Fields.shortened(id));
    }

    private CompletionStage<HttpResponse> scale(Call call) {
        call.query().check();
        return submissions
                .object(call)
                .thenCompose(body -> cluster.scale(processes(body)))
                .thenApply(workers ->
                        Replies.json(200, Json.MAPPER.createObjectNode().put("workers", workers)));
    }

    private static int processes(ObjectNode body) {
        Fields fields = new Fields(body, Set.of("workers"));
        OptionalInt workers = fields.integer("workers", 0, MAX_PROCESSES);
        if (body.path("workers").isMissingNode() || body.path("workers").isNull()) {
            fields.add("/workers", "workers is required");
        }
        fields.check();
        return workers.orElseThrow();
    }

    /**
     * Returns a worker as JSON, without the process id and without the JVM's arguments. Reports
     * show the arguments.
     */
    private static JsonNode worker(WorkerView worker) {
        JsonNode tree = Json.tree(worker, Query.MAX_LIMIT);
        if (tree.get("node") instanceof ObjectNode node) {
            node.remove(List.of("pid", "flags"));
        }
        return tree;
    }
}
