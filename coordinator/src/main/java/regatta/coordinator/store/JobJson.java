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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.CountedLists;
import regatta.coordinator.api.Cut;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.MaskedUrls;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.jobs.JobEnd;
import regatta.workload.LongList;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/**
 * Turns a job into JSON in three parts: a summary, the workload's spec and the output. Each
 * workload names the record types of its specs and outputs. Safe from any thread.
 */
public final class JobJson {
    /**
     * The largest number of bytes that the JSON of one value may have. SQLite rejects a value of a
     * billion bytes.
     */
    private static final int LONGEST = 900_000_000;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            // The parser does not limit the length of numbers and texts, because
                            // the store must read whatever it has accepted, however large.
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

    /** Writes specs and outputs as readers see them: without secrets, and with long lists cut. */
    private static final JsonMapper SHOWING =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .addModule(new SimpleModule().setSerializerModifier(new MaskedUrls()))
                    .addModule(new SimpleModule().setSerializerModifier(new CountedLists()))
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

    /** The summary's field for a cut spec. {@link #OUTPUT} is the field for a cut output. */
    static final String SPEC = "shownSpec";

    static final String OUTPUT = "shownOutput";

    /**
     * The summary's field that says whether a spec that is not cut has no secrets. {@link
     * #PLAIN_OUTPUT} is the same field for an output.
     */
    private static final String PLAIN_SPEC = "plainSpec";

    private static final String PLAIN_OUTPUT = "plainOutput";

    /**
     * The summary's field for the job's answer: the few lines that tell a person what the output
     * is.
     */
    private static final String ANSWER = "answer";

    private final Workloads workloads;

    public JobJson(Workloads workloads) {
        this.workloads = workloads;
    }

    /**
     * Writes the summary of an accepted job. The whole spec is stored beside the summary. If the
     * spec has a long list, the summary also holds a copy of the spec with a cut list (see {@link
     * Cut}), so that readers need not load the whole spec.
     */
    byte[] summary(Job accepted) {
        return summary(accepted.unsettled(null));
    }

    /**
     * Writes the summary of an ended job. If the spec or the output has a long list, adds the cut
     * form.
     */
    byte[] summary(JobEnd ended) {
        return summary(ended.view());
    }

    private byte[] summary(JobView job) {
        ObjectNode summary = MAPPER.valueToTree(job);
        Record spec = job.spec().workload();
        Record output = job.output();
        boolean longSpec = spec instanceof Cut || isLongSpec(workload(job.spec().kind()), spec);
        if (longSpec) {
            summary.set(SPEC, shown(spec));
        } else {
            summary.put(PLAIN_SPEC, isPlain(spec));
        }
        if (output != null) {
            // The answer is made from the spec and the output. The summary contains the answer,
            // because some readers have only cut forms of spec and output.
            if (longSpec || isLongOutput(workload(job.spec().kind()), output)) {
                summary.set(OUTPUT, shown(output));
            } else {
                summary.put(PLAIN_OUTPUT, isPlain(output));
            }
            job.answer(workloads).forEach(summary.putArray(ANSWER)::add);
        }
        return write(summary);
    }

    /** Returns whether readers may see a whole record exactly as the store keeps it. */
    private static boolean isPlain(Record record) {
        return shown(record).equals(MAPPER.valueToTree(record));
    }

    /**
     * Returns what readers may see of a spec or output that no workload here can read: the cut form
     * if the summary has one; the whole spec or output if it has no secrets; otherwise an empty
     * object.
     */
    static Cut asStored(JsonNode summary, String field, byte @Nullable [] body) {
        Cut cut = cut(summary, field);
        if (cut != null) {
            return cut;
        }
        boolean plain = summary.path(field.equals(SPEC) ? PLAIN_SPEC : PLAIN_OUTPUT).asBoolean();
        JsonNode shown = plain && body != null ? tree(body) : MAPPER.createObjectNode();
        return new Cut(shown, field.equals(OUTPUT) ? answer(summary) : List.of());
    }

    private static List<String> answer(JsonNode summary) {
        List<String> answer = new ArrayList<>();
        summary.path(ANSWER).forEach(line -> answer.add(line.asText()));
        return answer;
    }

    private static <S extends Record> boolean isLongSpec(
            Workload<S, ?, ?, ?> workload, Record spec) {
        return isLong(workload.specType(), workload.specList(), spec);
    }

    private static <J extends Record> boolean isLongOutput(
            Workload<?, ?, ?, J> workload, Record output) {
        return isLong(workload.outputType(), workload.outputList(), output);
    }

    private static <R extends Record> boolean isLong(
            Class<R> type, Optional<LongList<R>> list, Record record) {
        return record instanceof Cut
                || list.map(found -> found.of(type.cast(record)).size())
                        .filter(size -> size > CountedLists.LONGEST_ALONE)
                        .isPresent();
    }

    private static JsonNode shown(Record record) {
        if (record instanceof Cut cut) {
            return cut.shown();
        }
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
     * Returns the cut form of a spec or output; null if the summary has no cut form. Then the
     * caller reads the whole spec or output.
     */
    static @Nullable Cut cut(JsonNode summary, String field) {
        JsonNode shown = summary.get(field);
        if (shown == null) {
            return null;
        }
        return new Cut(shown, field.equals(OUTPUT) ? answer(summary) : List.of());
    }

    public static JsonNode tree(byte[] summary) {
        try {
            return MAPPER.readTree(summary);
        } catch (IOException unreadable) {
            throw damaged("a job that is not JSON", unreadable);
        }
    }

    byte[] spec(Job job) {
        return write(job.spec().workload());
    }

    byte[] output(Record output) {
        return write(output);
    }

    /**
     * Reads a spec that {@link #spec(Job)} wrote. Returns empty if the workload of this kind is not
     * installed, or if the installed version cannot read the spec.
     */
    Optional<Record> spec(String kind, byte[] json) {
        return readable(workloads.find(kind).map(Workload::specType), json);
    }

    private static Optional<Record> readable(
            Optional<? extends Class<? extends Record>> type, byte[] json) {
        try {
            return type.map(known -> read(json, known));
        } catch (StoreException otherVersion) {
            return Optional.empty();
        }
    }

    /**
     * Rebuilds a job from its summary, its spec and its output.
     *
     * @param place the job's order
     * @param startedAt the job's start time, used if the summary was written before the start; null
     *     if the job has not started
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

    /**
     * Reads an output that {@link #output(Record)} wrote. Returns empty if no workload here can
     * read the output.
     */
    Optional<Record> output(String kind, byte[] json) {
        return readable(workloads.find(kind).map(Workload::outputType), json);
    }

    /** Reads a job's summary. The returned view has neither the workload's spec nor the output. */
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
    public static JsonNode tree(Record workload) {
        return MAPPER.valueToTree(workload);
    }

    /**
     * Reads a spec that {@link #tree(Record)} returned. If no workload here can read the spec,
     * returns an empty {@link Cut}.
     */
    public Record spec(String kind, JsonNode tree) {
        try {
            Workload<?, ?, ?, ?> workload = workloads.find(kind).orElse(null);
            if (workload != null) {
                return MAPPER.treeToValue(tree, workload.specType());
            }
        } catch (IOException otherVersion) {
            // The comparison waits for a version of this program that can read the spec.
        }
        return new Cut(MAPPER.createObjectNode(), List.of());
    }

    private Workload<?, ?, ?, ?> workload(String kind) {
        return workloads
                .find(kind)
                .orElseThrow(() ->
                        damaged(
                                "a job of the kind %s, which this program does not know"
                                        .formatted(kind),
                                null));
    }

    /**
     * Writes a value as JSON.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON, or if the JSON is
     *     too long for the store
     */
    public static byte[] write(Object value) {
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

    /** Converts a parsed JSON tree, whose text {@link #write} wrote, back into a value. */
    public static <T> T read(JsonNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException unreadable) {
            throw damaged("JSON that does not parse as " + type.getSimpleName(), unreadable);
        }
    }

    /** Reads a value that {@link #write} wrote. */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException unreadable) {
            throw damaged("JSON that does not parse as " + type.getSimpleName(), unreadable);
        }
    }

    private static StoreException damaged(String what, @Nullable Throwable cause) {
        return new StoreException(StoreException.Kind.DAMAGED, "the store holds " + what, cause);
    }

    @JsonIgnoreProperties({"order", "output"})
    private interface Summary {}

    @JsonIgnoreProperties("workload")
    private interface SpecSummary {}

    /**
     * Makes the mapper also write passwords and other secrets, which the workload's annotations
     * hide from readers.
     */
    private static final class SecretsToo extends JacksonAnnotationIntrospector {
        @Override
        public JsonProperty.@Nullable Access findPropertyAccess(Annotated property) {
            return null;
        }
    }
}
