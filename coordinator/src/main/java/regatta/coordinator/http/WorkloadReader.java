package regatta.coordinator.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/** Reads a job's {@code workload} object into the spec of its kind, without any coercion. */
final class WorkloadReader {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            config ->
                                    config.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Float, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    .build();

    /**
     * What was looked through may be read in full: a spec's list is as long as its limits allow.
     */
    private static final JsonFactory READING =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .build())
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build();

    private final Workloads workloads;

    WorkloadReader(Workloads workloads) {
        this.workloads = workloads;
    }

    /** The spec, or null when it has violations, which are then in {@code fields}. */
    @Nullable Record read(JobScan.Scanned scanned, ObjectNode node, Fields fields) {
        if (!(node.get("kind") instanceof TextNode kind)) {
            fields.add("/workload/kind", "kind is required and a string; there are " + kinds());
            return null;
        }
        Workload<?, ?, ?, ?> workload = workloads.find(kind.textValue()).orElse(null);
        if (workload == null) {
            fields.add(
                    "/workload/kind",
                    "no workload \"%s\"; there are %s"
                            .formatted(Fields.shortened(kind.textValue()), kinds()));
            return null;
        }
        List<Violation> found = new ArrayList<>();
        Record spec = checked(workload, scanned, found);
        found.forEach(one -> fields.add("/workload" + one.pointer(), one.detail()));
        return spec;
    }

    private String kinds() {
        return workloads.all().stream()
                .map(Workload::kind)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static <S extends Record> @Nullable Record checked(
            Workload<S, ?, ?, ?> workload, JobScan.Scanned scanned, List<Violation> found) {
        S spec;
        try (JsonParser parser = scanned.workload(READING)) {
            spec =
                    MAPPER.readerFor(workload.specType())
                            .withHandler(new UnknownFields(found))
                            .readValue(parser);
        } catch (JsonMappingException e) {
            found.add(new Violation(pointer(e), detail(e)));
            return null;
        } catch (IOException _) {
            found.add(new Violation("", "cannot be read"));
            return null;
        }
        found.addAll(workload.check(spec));
        return spec;
    }

    private static String pointer(JsonMappingException failure) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            pointer.append('/');
            pointer.append(
                    step.getFieldName() == null
                            ? String.valueOf(step.getIndex())
                            : Fields.escaped(step.getFieldName()));
        }
        return pointer.toString();
    }

    private static String detail(JsonMappingException failure) {
        return switch (failure) {
            case ValueInstantiationException made -> madeOf(made);
            case InvalidFormatException wrong ->
                    "must be %s, not %s"
                            .formatted(
                                    typeName(wrong.getTargetType()), valueName(wrong.getValue()));
            case MismatchedInputException wrong -> "must be " + typeName(wrong.getTargetType());
            default ->
                    failure.getCause() instanceof InputCoercionException
                            ? "is out of the range of the integers that are possible here"
                            : "cannot be read";
        };
    }

    private static String madeOf(ValueInstantiationException failure) {
        return failure.getCause() instanceof IllegalArgumentException said
                ? String.valueOf(said.getMessage())
                : "a required field is missing or null";
    }

    /** The value itself may be a secret in the wrong place or of the wrong type. */
    private static String valueName(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Number _ -> "a number";
            case Boolean _ -> "true or false";
            case String _ -> "a string";
            default -> "what is there";
        };
    }

    private static String typeName(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "an integer";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return hasShortForm(type) ? "a string or an object" : "an object";
    }

    private static boolean hasShortForm(Class<?> type) {
        return Stream.<Executable[]>of(type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .map(maker -> maker.getAnnotation(JsonCreator.class))
                .anyMatch(mark -> mark != null && mark.mode() == JsonCreator.Mode.DELEGATING);
    }

    /** Gathers every unknown field, so that a reader learns of all of them at once. */
    private static final class UnknownFields extends DeserializationProblemHandler {
        private final List<Violation> found;

        UnknownFields(List<Violation> found) {
            this.found = found;
        }

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                @Nullable JsonDeserializer<?> reader,
                Object owner,
                String name)
                throws IOException {
            JsonStreamContext at = parser.getParsingContext();
            JsonStreamContext object = parser.currentToken().isStructStart() ? at.getParent() : at;
            String above =
                    object.getParent() == null ? "" : object.getParent().pathAsPointer().toString();
            if (above.isEmpty() && name.equals("kind")) {
                return true;
            }
            found.add(
                    new Violation(
                            above + "/" + Fields.escaped(Fields.shortened(name)), "unknown field"));
            parser.skipChildren();
            return true;
        }
    }
}
