package regatta.coordinator.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.CountedLists;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Progress;
import regatta.coordinator.observe.FileBytes;
import regatta.http.OwnJson;
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
    OwnJson whole(JobView job) {
        List<String> answer = job.answer(workloads);
        return (out, values) -> {
            out.writeStartObject();
            write(job, CountedLists.LONGEST_ALONE, out, values);
            values.defaultSerializeField("answer", answer, out);
            out.writeEndObject();
        };
    }

    /** Returns the JSON of a job for a client that asks for a list of jobs. */
    OwnJson listed(JobView job) {
        return (out, values) -> {
            out.writeStartObject();
            write(job, CountedLists.NONE, out, values);
            out.writeEndObject();
        };
    }

    private void write(JobView job, int longest, JsonGenerator out, SerializerProvider values)
            throws IOException {
        JobSpec spec = job.spec();
        out.writeStringField("id", job.id().value());
        out.writeStringField("name", spec.name());
        out.writeStringField("state", job.state().name());
        out.writeStringField("mode", job.mode());
        out.writeNumberField("slots", job.slots());
        out.writeFieldName("workload");
        CountedLists.write(spec.workload(), longest, new Kinded(spec.kind(), out), values);
        out.writeNumberField("maxAttempts", spec.maxAttempts());
        out.writeStringField("taskTimeout", text(spec.taskTimeoutOrNull()));
        out.writeStringField("retryFor", text(spec.retryFor()));
        out.writeNumberField("priority", spec.priority());
        out.writeStringField("comparison", spec.comparisonOrNull());
        out.writeStringField("submittedAt", text(job.submittedAt()));
        out.writeStringField("startedAt", text(job.startedAt()));
        out.writeStringField("endedAt", text(job.endedAt()));
        progress(job, out);
        out.writeFieldName("output");
        CountedLists.write(job.output(), longest, out, values);
        out.writeFieldName("report");
        CountedLists.write(job.report(), CountedLists.LONGEST_ALONE, out, values);
        values.defaultSerializeField("failure", job.failure(), out);
        out.writeStringField("waitingFor", job.waitingFor());
    }

    /** Returns the JSON that shows how far a job that has not ended is. */
    OwnJson running(JobView job) {
        return (out, _) -> {
            out.writeStartObject();
            out.writeStringField("id", job.id().value());
            out.writeStringField("state", job.state().name());
            progress(job, out);
            out.writeStringField("waitingFor", job.waitingFor());
            out.writeEndObject();
        };
    }

    private void progress(JobView job, JsonGenerator out) throws IOException {
        Progress progress = job.progress();
        out.writeObjectFieldStart("progress");
        out.writeNumberField("total", progress.total());
        out.writeNumberField("succeeded", progress.succeeded());
        out.writeNumberField("failed", progress.failed());
        out.writeNumberField("running", progress.running());
        OptionalLong bytes = files.of(job.id());
        if (bytes.isPresent()) {
            out.writeNumberField("bytes", bytes.getAsLong());
        }
        out.writeEndObject();
    }

    private static @Nullable String text(@Nullable Object time) {
        return time == null ? null : time.toString();
    }

    /** Writes a workload's kind as the first field of the workload's spec. */
    private static final class Kinded extends JsonGeneratorDelegate {
        private @Nullable String kind;

        Kinded(String kind, JsonGenerator out) {
            super(out, false);
            this.kind = kind;
        }

        @Override
        public void writeStartObject() throws IOException {
            super.writeStartObject();
            writeKind();
        }

        @Override
        public void writeStartObject(Object of) throws IOException {
            super.writeStartObject(of);
            writeKind();
        }

        @Override
        public void writeStartObject(Object of, int fields) throws IOException {
            super.writeStartObject(of, fields);
            writeKind();
        }

        private void writeKind() throws IOException {
            if (kind != null) {
                writeStringField("kind", kind);
                kind = null;
            }
        }
    }
}
