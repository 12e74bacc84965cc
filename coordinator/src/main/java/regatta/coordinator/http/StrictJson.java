package regatta.coordinator.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import regatta.workload.Violation;

/**
 * Reads one JSON object and nothing else: no second value behind it, no field twice, no more depth,
 * digits or values than the settings allow; safe from any thread.
 */
final class StrictJson {
    /** A byte of JSON costs up to some twenty of memory when values are short: this bounds it. */
    private static final int BYTES_PER_TOKEN = 4;

    private final JsonMapper mapper;

    StrictJson(HttpSettings settings) {
        StreamReadConstraints limits =
                StreamReadConstraints.builder()
                        .maxNestingDepth(settings.maxDepth())
                        .maxNumberLength(settings.maxDigits())
                        .maxTokenCount(Math.max(1_000, settings.maxBody() / BYTES_PER_TOKEN))
                        .build();
        this.mapper =
                JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build();
    }

    /**
     * Reads an object.
     *
     * @throws ProblemException 400 when this is no JSON or beyond the limits, 422 when it is no
     *     object
     */
    ObjectNode object(byte[] bytes) {
        if (bytes.length == 0) {
            throw Problem.malformed("", "the body is empty; a JSON object is expected");
        }
        JsonNode tree;
        try {
            tree = mapper.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw Problem.malformed(pointer(e), detail(e));
        } catch (IOException e) {
            throw Problem.malformed("", "the body is no UTF-8 text");
        }
        if (!(tree instanceof ObjectNode object)) {
            String type = tree.getNodeType().name().toLowerCase(Locale.ROOT);
            throw Problem.invalid(
                    List.of(
                            new Violation(
                                    "", "must be a JSON object, not a value of type " + type)));
        }
        return object;
    }

    private static String pointer(JsonProcessingException failure) {
        return failure.getProcessor() instanceof JsonParser parser
                ? parser.getParsingContext().pathAsPointer().toString()
                : "";
    }

    private static String detail(JsonProcessingException failure) {
        String message = failure.getOriginalMessage();
        if (message == null) {
            return "the body is no JSON";
        }
        var at = failure.getLocation();
        return at == null
                ? message
                : message + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
