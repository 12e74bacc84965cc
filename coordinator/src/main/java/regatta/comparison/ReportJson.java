package regatta.comparison;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import regatta.comparison.plan.Analysis;
import regatta.comparison.plan.Comparison;
import regatta.comparison.plan.Machine;
import regatta.comparison.report.ArmFigure;
import regatta.comparison.report.Catalogue;
import regatta.comparison.report.ComparisonReport;
import regatta.comparison.report.ComparisonReport.Compared;
import regatta.comparison.report.Incomplete;
import regatta.comparison.report.MeasuredArm;

/**
 * Reads and writes {@code report.json}. Jackson writes the records field by field; the {@link
 * Catalogue} decides how figures of arms are written.
 */
public final class ReportJson {
    private static final String ARMS = "arms";
    private static final String TIMES = "times";

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .addModule(new JavaTimeModule())
                    .addMixIn(Analysis.class, WithoutArms.class)
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private ReportJson() {}

    /** Makes Jackson leave out the two lists that the {@link Catalogue} writes. */
    @JsonIgnoreProperties({ARMS, TIMES})
    private interface WithoutArms {}

    public static String write(ComparisonReport report) {
        return write(report, Catalogue.OF_ARMS);
    }

    /** Writes a report with the figures of this catalogue. */
    public static String write(ComparisonReport report, Catalogue catalogue) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter()
                            .writeValueAsString(tree(report, catalogue))
                    + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Writes the JSON of {@link #write} in one line. */
    static String compact(ComparisonReport report, Catalogue catalogue) {
        return tree(report, catalogue).toString();
    }

    /**
     * Reads a report that {@link #write} wrote. Reads only the measurements, and computes the
     * figures again.
     *
     * @throws JsonProcessingException if the text is not the JSON of a report
     * @throws IllegalArgumentException if the rounds give no figures
     */
    public static ComparisonReport read(String json) throws JsonProcessingException {
        JsonNode tree = MAPPER.readTree(json);
        List<Comparison> comparisons = new ArrayList<>();
        for (JsonNode compared : tree.path("comparisons")) {
            comparisons.add(part(compared, "comparison", Comparison.class));
        }
        return ComparisonReport.of(
                        part(tree, "startedAt", Instant.class),
                        part(tree, "machine", Machine.class),
                        comparisons)
                .with(MAPPER.treeToValue(tree.path("incomplete"), Incomplete.class));
    }

    private static <T> T part(JsonNode tree, String name, Class<T> type)
            throws JsonProcessingException {
        if (tree.path(name).isMissingNode() || tree.path(name).isNull()) {
            throw new IllegalArgumentException("the report is incomplete: it has no field " + name);
        }
        return MAPPER.treeToValue(tree.path(name), type);
    }

    private static ObjectNode tree(ComparisonReport report, Catalogue catalogue) {
        ObjectNode whole = MAPPER.valueToTree(report);
        for (int i = 0; i < report.comparisons().size(); i++) {
            Compared compared = report.comparisons().get(i);
            ObjectNode analysis = (ObjectNode) whole.at("/comparisons/" + i + "/analysis");
            arms(
                    compared.analysis(),
                    catalogue.by(compared.comparison().plan().measure()),
                    analysis);
        }
        return whole;
    }

    private static void arms(Analysis analysis, Catalogue catalogue, ObjectNode out) {
        ArrayNode arms = out.putArray(ARMS);
        ArrayNode times = out.putArray(TIMES);
        for (MeasuredArm arm : MeasuredArm.all(analysis)) {
            ObjectNode both = MAPPER.createObjectNode();
            ObjectNode summary = both.putObject(ARMS);
            summary.set("arm", MAPPER.valueToTree(arm.summary().arm()));
            summary.putObject("figures");
            both.putObject(TIMES).put("arm", arm.label());
            for (ArmFigure figure : catalogue.figures()) {
                if (!figure.path().isEmpty()) {
                    put(figure, arm, both);
                }
            }
            arms.add(both.get(ARMS));
            times.add(both.get(TIMES));
        }
    }

    private static void put(ArmFigure figure, MeasuredArm arm, ObjectNode into) {
        String[] path = figure.path().split("/", -1);
        ObjectNode object = into;
        for (int i = 0; i < path.length - 1; i++) {
            object = object.withObjectProperty(path[i]);
        }
        object.set(path[path.length - 1], MAPPER.valueToTree(figure.of(arm)));
    }

    /** Returns any value as a JSON tree, in the form of {@link #write}. */
    public static JsonNode treeOf(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Returns a JSON object as maps, lists, strings and numbers. */
    public static Map<String, Object> map(JsonNode object) {
        return MAPPER.convertValue(object, new TypeReference<Map<String, Object>>() {});
    }

    /** Reads any JSON document. */
    public static JsonNode tree(String json) throws JsonProcessingException {
        return MAPPER.readTree(json);
    }
}
