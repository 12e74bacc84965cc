package regatta.coordinator.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.CountedLists;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/**
 * Turns a job into JSON in three parts: a summary, the workload's spec and the output. The
 * workload's records give the types of spec and output. Safe from any thread.
 */
final class JobJson {
    /** SQLite rejects a value of a billion bytes. */
    private static final int LONGEST = 900_000_000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            // The store reads whatever it has accepted, however large.
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(Integer.MAX_VALUE)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    // A lone half of a surrogate pair survives only as an escape.
                                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                                    .build())
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .addMixIn(JobView.class, Summary.class)
                    .addMixIn(JobSpec.class, SpecSummary.class)
                    .annotationIntrospector(new SecretsToo())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    /** Writes for readers: without secrets, and with long lists cut. */
    private static final JsonMapper SHOWING =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .addModule(new SimpleModule().setSerializerModifier(new CountedLists()))
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

    /** The summary's field for a cut spec. {@link #OUTPUT} is the field for a cut output. */
    static final String SPEC = "shownSpec";

    static final String OUTPUT = "shownOutput";

    private final Map<String, Types> types = new HashMap<>();

    JobJson(Workloads workloads) {
        for (Workload<?, ?, ?> workload : workloads.all()) {
            types.put(workload.kind(), new Types(workload.specType(), outputType(workload)));
        }
    }

    /**
     * Writes a job without its spec and output. A spec or output with long lists is added in its
     * cut form.
     */
    byte[] summary(JobView job) {
        ObjectNode summary = MAPPER.valueToTree(job);
        setCut(summary, SPEC, job.spec().workload());
        setCut(summary, OUTPUT, job.output());
        return write(summary);
    }

    private static void setCut(ObjectNode summary, String field, @Nullable Record record) {
        if (record != null && CountedLists.isCut(record)) {
            summary.set(field, record instanceof Cut(JsonNode shown) ? shown : cut(record));
        }
    }

    private static JsonNode cut(Record record) {
        try (TokenBuffer buffer = new TokenBuffer(SHOWING, false)) {
            SHOWING.writer()
                    .withAttribute(CountedLists.LONGEST, CountedLists.LONGEST_ALONE)
                    .writeValue(buffer, record);
            JsonNode shown = MAPPER.readTree(buffer.asParser());
            return shown;
        } catch (IOException unwritable) {
            throw new IllegalArgumentException("a job that is not JSON", unwritable);
        }
    }

    /**
     * Returns the cut form of a spec or output; null if it is short, so that the caller reads it
     * whole.
     */
    static @Nullable Cut cut(JsonNode summary, String field) {
        JsonNode shown = summary.get(field);
        return shown == null ? null : new Cut(shown);
    }

    static JsonNode tree(byte[] summary) {
        try {
            return MAPPER.readTree(summary);
        } catch (IOException unreadable) {
            throw damaged("a job that is not JSON", unreadable);
        }
    }

    byte[] spec(JobView job) {
        return write(job.spec().workload());
    }

    byte[] output(Record output) {
        return write(output);
    }

    /** Reads what {@link #spec(JobView)} wrote. */
    Record spec(String kind, byte[] json) {
        return read(json, types(kind).spec());
    }

    /**
     * Rebuilds a job.
     *
     * @param startedAt the start time, used when the summary was written before the start
     */
    JobView job(
            long place,
            @Nullable Instant startedAt,
            JsonNode summary,
            Record workload,
            @Nullable Record output) {
        JobView job = view(summary);
        JobSpec spec = job.spec();
        return new JobView(
                job.id(),
                place,
                job.state(),
                job.mode(),
                job.slots(),
                spec.with(workload, spec.comparisonOrNull()),
                job.submittedAt(),
                job.startedAt() == null ? startedAt : job.startedAt(),
                job.endedAt(),
                job.progress(),
                job.version(),
                output,
                job.report(),
                job.failure(),
                job.waitingFor());
    }

    /** Reads what {@link #output(Record)} wrote. */
    Record output(String kind, byte[] json) {
        return read(json, types(kind).output());
    }

    /** Reads a summary; the view has neither spec nor output. */
    static JobView summaryOnly(byte[] summary) {
        return view(tree(summary));
    }

    private static JobView view(JsonNode summary) {
        try {
            return MAPPER.treeToValue(summary, JobView.class);
        } catch (JsonProcessingException unreadable) {
            throw damaged("a job whose summary does not parse", unreadable);
        }
    }

    /** Turns a workload's spec into a tree that {@link #spec(String, JsonNode)} reads. */
    static JsonNode tree(Record workload) {
        return MAPPER.valueToTree(workload);
    }

    Record spec(String kind, JsonNode tree) {
        try {
            return MAPPER.treeToValue(tree, types(kind).spec());
        } catch (IOException unreadable) {
            throw damaged("a comparison whose workload does not parse as " + kind, unreadable);
        }
    }

    private Types types(String kind) {
        Types found = types.get(kind);
        if (found == null) {
            throw damaged("a job of the kind " + kind + ", which this program does not know", null);
        }
        return found;
    }

    static byte[] write(Object value) {
        byte[] json;
        try {
            json = MAPPER.writeValueAsBytes(value);
        } catch (IOException unwritable) {
            throw new IllegalArgumentException("a value that does not become JSON", unwritable);
        }
        if (json.length > LONGEST) {
            throw new IllegalArgumentException(
                    "a spec or output has %d bytes; the limit is %d"
                            .formatted(json.length, LONGEST));
        }
        return json;
    }

    static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException unreadable) {
            throw damaged("JSON that does not parse as " + type.getSimpleName(), unreadable);
        }
    }

    static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException unreadable) {
            throw damaged("JSON that does not parse as " + type.getSimpleName(), unreadable);
        }
    }

    /** Returns the record type that the workload's {@code combine} method declares. */
    private static Class<? extends Record> outputType(Workload<?, ?, ?> workload) {
        for (Method method : workload.getClass().getMethods()) {
            Class<?> type = method.getReturnType();
            if (method.getName().equals("combine")
                    && Record.class.isAssignableFrom(type)
                    && type != Record.class) {
                return type.asSubclass(Record.class);
            }
        }
        throw new IllegalArgumentException(
                "workload %s: combine must declare the record type that it returns"
                        .formatted(workload.kind()));
    }

    private static StoreException damaged(String what, @Nullable Throwable cause) {
        return new StoreException(StoreException.Kind.DAMAGED, "the store holds " + what, cause);
    }

    private record Types(Class<? extends Record> spec, Class<? extends Record> output) {}

    @JsonIgnoreProperties({"order", "output"})
    private interface Summary {}

    @JsonIgnoreProperties("workload")
    private interface SpecSummary {}

    /**
     * Writes passwords and other secrets too, which the workload's annotations hide from readers.
     */
    private static final class SecretsToo extends JacksonAnnotationIntrospector {
        @Override
        public JsonProperty.@Nullable Access findPropertyAccess(Annotated property) {
            return null;
        }
    }
}
