package regatta.comparison;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import regatta.comparison.plan.OutputMark;

/**
 * Computes the marks by which outputs are compared. Equal outputs have equal marks in every
 * process.
 */
final class OutputDigest {
    /** Writes JSON with sorted fields and map entries, so that equal outputs give equal bytes. */
    private static final JsonMapper CANONICAL =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

    /** The longest value that a sentence of the report can show, in characters. */
    private static final int LONGEST = 200;

    private OutputDigest() {}

    static OutputMark of(Record output) {
        try {
            byte[] json = CANONICAL.writeValueAsBytes(output);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
            return new OutputMark(HexFormat.of().formatHex(digest), onlyValue(json));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Returns the only value in an output, even if the value occurs several times; null if the
     * output has different values.
     */
    private static @Nullable String onlyValue(byte[] json) throws IOException {
        String only = null;
        try (JsonParser parser = CANONICAL.createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isScalarValue()) {
                    String value = parser.getText();
                    if (value.length() > LONGEST || (only != null && !only.equals(value))) {
                        return null;
                    }
                    only = value;
                }
            }
        }
        return only;
    }
}
