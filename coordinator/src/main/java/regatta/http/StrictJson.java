package regatta.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import regatta.workload.Violation;

/**
 * Reads one JSON object. Refuses a second value, a repeated field, and more levels, digits or
 * values than the settings allow. Safe from any thread.
 */
public final class StrictJson {
    /**
     * The largest number of JSON tokens in a body is the largest size of a body in bytes, divided
     * by this number. JSON tokens are limited because a short value takes up to twenty bytes of
     * memory for each byte of JSON.
     */
    private static final int BYTES_PER_TOKEN = 4;

    private final JsonMapper mapper;

    public StrictJson(HttpSettings settings) {
        StreamReadConstraints limits =
                StreamReadConstraints.builder()
                        .maxNestingDepth(settings.maxDepth())
                        .maxNumberLength(settings.maxDigits())
                        .maxTokenCount(Math.max(1_000, settings.maxBody() / BYTES_PER_TOKEN))
                        .build();
        this.mapper = mapper(JsonFactory.builder().streamReadConstraints(limits).build());
    }

    /** Makes a mapper that keeps numbers exactly as they are written. */
    public static JsonMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /**
     * Reads an object.
     *
     * @throws ProblemException 400 if the bytes are not JSON or exceed the limits, 422 if the value
     *     is not an object
     */
    public ObjectNode object(byte[] bytes) {
        JsonNode tree = tree(bytes);
        if (!(tree instanceof ObjectNode object)) {
            String type = tree.getNodeType().name().toLowerCase(Locale.ROOT);
            throw Problem.invalid(
                    List.of(
                            new Violation(
                                    "", "must be a JSON object, not a value of type " + type)));
        }
        return object;
    }

    private JsonNode tree(byte[] bytes) {
        JsonParser parser = null;
        try {
            parser = mapper.createParser(bytes);
            @Nullable JsonNode tree = mapper.readTree(parser);
            if (tree == null) {
                throw Problem.malformed("", "the body is empty; a JSON object is expected");
            }
            if (parser.nextToken() != null) {
                throw Problem.malformed("", "more text follows the JSON value");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw Problem.malformed(pointer(parser), detail(e));
        } catch (IOException _) {
            throw Problem.malformed("", "the body is not valid UTF-8");
        }
    }

    /**
     * Returns the position of the parser as a JSON pointer; empty if there is no parser. A caller
     * needs this method because some exceptions do not know the position.
     */
    public static String pointer(@Nullable JsonParser parser) {
        return parser == null ? "" : parser.getParsingContext().pathAsPointer().toString();
    }

    public static String detail(JsonProcessingException failure) {
        String message =
                Objects.requireNonNullElse(failure.getOriginalMessage(), "this is no JSON")
                        .replaceAll(", from `[^`]*`", "")
                        // The unrecognized JSON token may be a secret that lacks its quotes.
                        .replaceFirst("^Unrecognized token '[^']*'", "Unrecognized token");
        JsonLocation at = failure.getLocation();
        return at == null
                ? message
                : message + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
