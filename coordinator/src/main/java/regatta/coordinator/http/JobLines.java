package regatta.coordinator.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.core.util.JsonParserSequence;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import regatta.http.Json;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.http.StrictJson;
import regatta.workload.LongList;
import regatta.workload.Violation;
import regatta.workload.Workload;

/**
 * A submitted job whose long list follows the job: the first line is the job, and each further line
 * is an entry of the list. The lines are read once, straight into the spec. Only one thread may use
 * an instance.
 */
final class JobLines implements JobText {
    private static final int MAX_ENTRIES = 2_000_000;

    private final ObjectNode top;
    private final byte[] body;
    private final int from;
    private final JobScan scan;

    private JobLines(ObjectNode top, byte[] body, int from, JobScan scan) {
        this.top = top;
        this.body = body;
        this.from = from;
        this.scan = scan;
    }

    /**
     * Reads the first line of a body.
     *
     * @throws ProblemException 400 or 422 if the first line is no job
     */
    static JobLines of(byte[] body, StrictJson json, JobScan scan) {
        int end = 0;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        ObjectNode top = json.object(Arrays.copyOf(body, end));
        if (top.has("retryFailed")) {
            throw invalid("/retryFailed", "has no list; send it as application/json");
        }
        return new JobLines(top, body, end, scan);
    }

    @Override
    public ObjectNode top() {
        return top;
    }

    @Override
    public JsonParser workload(Workload<?, ?, ?, ?> workload) throws IOException {
        String list =
                workload.specList()
                        .map(LongList::field)
                        .orElseThrow(() ->
                                invalid(
                                        "/workload/kind",
                                        "%s has no list that comes in lines; send it as application/json"
                                                .formatted(workload.kind())));
        TokenBuffer before = new TokenBuffer(Json.MAPPER, false);
        before.writeStartObject();
        for (Map.Entry<String, JsonNode> field : top.path("workload").properties()) {
            if (field.getKey().equals(list)) {
                throw invalid(
                        "/workload/" + list, "must be in the following lines, not in the first");
            }
            before.writeFieldName(field.getKey());
            Json.MAPPER.writeTree(before, field.getValue());
        }
        before.writeFieldName(list);
        before.writeStartArray();
        TokenBuffer after = new TokenBuffer(Json.MAPPER, false);
        after.writeEndArray();
        after.writeEndObject();
        Lines between = new Lines(scan.parser(body, from), "/workload/" + list + "/");
        return JsonParserSequence.createFlattened(
                false,
                JsonParserSequence.createFlattened(false, before.asParser(), between),
                after.asParser());
    }

    @Override
    public String digest() {
        return JobScan.digest(body);
    }

    private static String detail(IOException broken) {
        return broken instanceof JsonProcessingException known
                ? StrictJson.detail(known)
                : "the body is not valid UTF-8";
    }

    private static ProblemException invalid(String pointer, String detail) {
        return Problem.invalid(List.of(new Violation(pointer, detail)));
    }

    /** Checks that each line has exactly one entry of the list. */
    private static final class Lines extends JsonParserDelegate {
        private final String list;
        private int depth;
        private int entries;
        private int lastLine;

        Lines(JsonParser values, String list) {
            super(values);
            this.list = list;
        }

        @Override
        public @Nullable JsonToken nextToken() throws IOException {
            JsonToken token;
            try {
                token = super.nextToken();
            } catch (IOException broken) {
                throw Problem.malformed(list + entries, detail(broken));
            }
            if (token == null) {
                return null;
            }
            int line = currentTokenLocation().getLineNr();
            if (depth == 0) {
                begin(line);
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (line != lastLine) {
                throw malformed("an entry must be in one line");
            }
            return token;
        }

        private ProblemException malformed(String detail) {
            return Problem.malformed(
                    list + (entries - 1), "line %d: %s".formatted(lastLine, detail));
        }

        private void begin(int line) {
            entries++;
            if (entries > MAX_ENTRIES) {
                throw malformed("a list may have %,d entries".formatted(MAX_ENTRIES));
            }
            if (line == lastLine) {
                throw malformed("a line must have one entry");
            }
            lastLine = line;
        }
    }
}
