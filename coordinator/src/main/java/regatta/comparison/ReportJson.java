package regatta.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.util.Map;
import regatta.comparison.report.ComparisonReport;

/** Reads and writes {@code report.json}; every record is written as it is. */
public final class ReportJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private ReportJson() {}

    public static String write(ComparisonReport report) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws JsonProcessingException when it is no such report
     */
    public static ComparisonReport read(String json) throws JsonProcessingException {
        return MAPPER.readValue(json, ComparisonReport.class);
    }

    /** The tree of what {@link #write} writes. */
    public static JsonNode tree(ComparisonReport report) {
        return MAPPER.valueToTree(report);
    }

    /** The tree of any value that {@link #write} could write. */
    public static JsonNode treeOf(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A JSON object as maps, lists, strings and numbers. */
    public static Map<String, Object> map(JsonNode object) {
        return MAPPER.convertValue(object, new TypeReference<Map<String, Object>>() {});
    }

    /** Reads any JSON document. */
    public static JsonNode tree(String json) throws JsonProcessingException {
        return MAPPER.readTree(json);
    }
}
