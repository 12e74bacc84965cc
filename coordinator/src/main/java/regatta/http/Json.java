package regatta.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import regatta.coordinator.api.CountedLists;
import regatta.coordinator.api.MaskedUrls;

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
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

    private Json() {}

    /**
     * Turns a value into a tree. If a list in a field of a record has more than {@code longest}
     * entries, the tree has only the list's first entries and its length.
     */
    public static JsonNode tree(Object value, int longest) {
        try (TokenBuffer buffer = new TokenBuffer(MAPPER, false)) {
            MAPPER.writer().withAttribute(CountedLists.LONGEST, longest).writeValue(buffer, value);
            JsonNode tree = MAPPER.readTree(buffer.asParser());
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a value as JSON in UTF-8. The method first writes a string, because Jackson's writer
     * of bytes throws an exception at half a surrogate pair, which a client can send as an escape.
     */
    public static byte[] bytes(Object value) {
        return line(value).getBytes(StandardCharsets.UTF_8);
    }

    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
