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

/** Makes marks of outputs: equal outputs have equal marks, in every process. */
final class OutputDigest {
    /** Fields and entries have one sequence, whatever class or map they come from. */
    private static final JsonMapper CANONICAL =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .build();

    /** A longer value is no sentence any more. */
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

    /** The value that an output consists of, however often; null where it has several. */
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
