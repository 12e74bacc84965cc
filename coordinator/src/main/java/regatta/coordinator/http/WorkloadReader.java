package regatta.coordinator.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonParser;
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
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
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
import regatta.http.Fields;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.workload.Field;
import regatta.workload.Violation;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/**
 * Reads a job's {@code workload} object into the spec of its kind. The reader converts no value to
 * another type.
 */
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

    private final Workloads workloads;

    WorkloadReader(Workloads workloads) {
        this.workloads = workloads;
    }

    /**
     * Returns the spec, or null if the spec cannot be read. Adds all violations to {@code fields}.
     */
    @Nullable Record read(JobText text, ObjectNode node, Fields fields) {
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
        Record spec = checked(workload, text, found);
        found.forEach(one -> fields.add("/workload" + one.pointer(), one.detail()));
        return spec;
    }

    /**
     * Returns the workload of a kind.
     *
     * @throws IllegalArgumentException if there is no workload of this kind
     */
    Workload<?, ?, ?, ?> named(String kind) {
        return workloads
                .find(kind)
                .orElseThrow(() -> new IllegalArgumentException("no workload " + kind));
    }

    private String kinds() {
        return workloads.all().stream()
                .map(Workload::kind)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static <S extends Record> @Nullable Record checked(
            Workload<S, ?, ?, ?> workload, JobText text, List<Violation> found) {
        S spec;
        try (JsonParser parser = text.workload(workload)) {
            spec =
                    MAPPER.readerFor(workload.specType())
                            .withHandler(new UnknownFields(workload, found))
                            .readValue(parser);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof ProblemException refused) {
                throw refused;
            }
            found.add(new Violation(pointer(e), detail(e)));
            return null;
        } catch (IOException _) {
            found.add(new Violation("", "cannot be read"));
            return null;
        }
        found.addAll(workload.check(spec));
        if (found.isEmpty()) {
            workload.refusal(spec)
                    .ifPresent(reason -> {
                        throw Problem.forbidden(reason);
                    });
        }
        return spec;
    }

    private static String pointer(JsonMappingException failure) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            pointer.append('/');
            pointer.append(
                    step.getFieldName() == null
                            ? String.valueOf(step.getIndex())
                            : Fields.escaped(Fields.shortened(step.getFieldName())));
        }
        return pointer.toString();
    }

    private static String detail(JsonMappingException failure) {
        return switch (failure) {
            case ValueInstantiationException made -> madeOf(made);
            case UnrecognizedPropertyException unknown ->
                    "unknown field; the known ones are "
                            + unknown.getKnownPropertyIds().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", "));
            case InvalidFormatException wrong ->
                    "must be %s, not %s"
                            .formatted(
                                    typeName(wrong.getTargetType()), valueName(wrong.getValue()));
            case MismatchedInputException wrong -> "must be " + typeName(wrong.getTargetType());
            default ->
                    failure.getCause() instanceof InputCoercionException
                            ? "is outside the range of integers for this field"
                            : "cannot be read";
        };
    }

    private static String madeOf(ValueInstantiationException failure) {
        return failure.getCause() instanceof IllegalArgumentException said
                ? String.valueOf(said.getMessage())
                : "a required field is missing or null";
    }

    /**
     * Names a value only by its type, because the value may be a secret that the client put in the
     * wrong place.
     */
    private static String valueName(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Number _ -> "a number";
            case Boolean _ -> "true or false";
            case String _ -> "a string";
            default -> "another type";
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

    /**
     * Gathers all unknown fields of a spec, so that one error tells a client all of them. An
     * unknown field within an entry of a list ends the reading, because only the parser's exception
     * knows the path to such a field.
     */
    private static final class UnknownFields extends DeserializationProblemHandler {
        private final Workload<?, ?, ?, ?> workload;
        private final List<Violation> found;

        UnknownFields(Workload<?, ?, ?, ?> workload, List<Violation> found) {
            this.workload = workload;
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
            Class<?> type = owner instanceof Class<?> itself ? itself : owner.getClass();
            if (type != workload.specType()) {
                return false;
            }
            if (!name.equals("kind")) {
                found.add(
                        new Violation(
                                "/" + Fields.escaped(Fields.shortened(name)),
                                "unknown field; the known ones are " + known(workload)));
            }
            parser.skipChildren();
            return true;
        }

        private static String known(Workload<?, ?, ?, ?> workload) {
            return workload.fields().stream().map(Field::name).collect(Collectors.joining(", "));
        }
    }
}
