package regatta.http;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.CountedLists;
import regatta.coordinator.api.MaskedUrls;
import regatta.protocol.Failure;

/**
 * Writes values as JSON. Instants become texts in ISO-8601, and {@link #tree} can shorten long
 * lists.
 */
public final class Json {
    public static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .addModule(new SimpleModule().setSerializerModifier(new MaskedUrls()))
                    .addModule(new SimpleModule().setSerializerModifier(new CountedLists()))
                    .addMixIn(Failure.class, ShownFailure.class)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

    private static final ObjectWriter LINES =
            MAPPER.writer()
                    .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                    .withRootValueSeparator("\n");

    private Json() {}

    /** Leaves out what only the coordinator needs of a failure. */
    @JsonIncludeProperties({"kind", "message"})
    private interface ShownFailure {}

    /**
     * Turns a value into a tree. If a list in a field of a record has more than {@code longest}
     * entries, the tree has only the list's first entries and its length.
     */
    public static JsonNode tree(Object value, int longest) {
        return MAPPER.valueToTree(shortened(value, longest));
    }

    /**
     * Returns the JSON of a value. If a list in a field of a record has more than {@code longest}
     * entries, the JSON has only the list's first entries and its length.
     */
    public static OwnJson shortened(@Nullable Object value, int longest) {
        return (out, values) -> CountedLists.write(value, longest, out, values);
    }

    /**
     * Writes a value as JSON in UTF-8. The method encodes characters itself, because Jackson's
     * writer of bytes throws an exception at half a surrogate pair, which a client can send as an
     * escape.
     */
    public static byte[] bytes(Object value) {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try {
            MAPPER.writeValue(encoding(bytes), value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes each value as JSON in UTF-8, in its own line. There must be at least one value. */
    public static byte[] lines(List<?> values) {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (SequenceWriter lines = LINES.writeValues(encoding(bytes))) {
            lines.writeAll(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        bytes.append('\n');
        return bytes.toByteArray();
    }

    private static Writer encoding(ByteArrayBuilder bytes) {
        return new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
    }

    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
