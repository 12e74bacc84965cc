package regatta.coordinator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.CountedLists;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.coordinator.observe.FileBytes;
import regatta.http.Json;
import regatta.protocol.Failure;
import regatta.workload.Workloads;

/** Writes jobs as JSON; safe from any thread. */
public final class JobBody {
    private final Workloads workloads;
    private final FileBytes files;

    public JobBody(Workloads workloads, FileBytes files) {
        this.workloads = workloads;
        this.files = files;
    }

    /** Returns the JSON of a job for a client that asks for this job alone. */
    ObjectNode whole(JobView job) {
        ObjectNode out = write(job, CountedLists.LONGEST_ALONE);
        job.answer(workloads).forEach(out.putArray("answer")::add);
        return out;
    }

    /** Returns the JSON of a job for a client that asks for a list of jobs. */
    ObjectNode listed(JobView job) {
        return write(job, CountedLists.NONE);
    }

    private ObjectNode write(JobView job, int longest) {
        JobSpec spec = job.spec();
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("id", job.id().value());
        out.put("name", spec.name());
        out.put("state", job.state().name());
        out.put("mode", job.mode());
        out.put("slots", job.slots());
        out.set("workload", workload(spec, longest));
        out.put("maxAttempts", spec.maxAttempts());
        out.put("taskTimeout", spec.taskTimeout().map(Duration::toString).orElse(null));
        out.put("retryFor", spec.retryFor().toString());
        out.put("priority", spec.priority());
        out.put("comparison", spec.comparisonOrNull());
        out.put("submittedAt", text(job.submittedAt()));
        out.put("startedAt", text(job.startedAt()));
        out.put("endedAt", text(job.endedAt()));
        out.set("progress", progress(job));
        out.set("output", tree(job.output(), longest));
        out.set("report", tree(job.report(), CountedLists.LONGEST_ALONE));
        out.set("failure", failure(job.failure()));
        out.put("waitingFor", job.waitingFor());
        return out;
    }

    private static ObjectNode workload(JobSpec spec, int longest) {
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("kind", spec.kind());
        out.setAll((ObjectNode) Json.tree(spec.workload(), longest));
        return out;
    }

    ObjectNode progress(JobView job) {
        Progress progress = job.progress();
        ObjectNode out = Json.MAPPER.createObjectNode();
        out.put("total", progress.total());
        out.put("succeeded", progress.succeeded());
        out.put("failed", progress.failed());
        out.put("running", progress.running());
        OptionalLong bytes = files.of(job.id());
        if (bytes.isPresent()) {
            out.put("bytes", bytes.getAsLong());
        }
        return out;
    }

    /**
     * Returns a failure as JSON, without the field that only the coordinator needs; a JSON null if
     * there is no failure.
     */
    public static JsonNode failure(@Nullable Failure failure) {
        if (failure == null) {
            return Json.MAPPER.nullNode();
        }
        return Json.MAPPER
                .createObjectNode()
                .put("kind", failure.kind())
                .put("message", failure.message());
    }

    private static JsonNode tree(@Nullable Object value, int longest) {
        return value == null ? Json.MAPPER.nullNode() : Json.tree(value, longest);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return Optional.ofNullable(instant).map(Instant::toString).orElse(null);
    }
}
