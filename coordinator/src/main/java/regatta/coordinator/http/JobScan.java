package regatta.coordinator.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import regatta.http.HttpSettings;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.http.StrictJson;
import regatta.workload.Violation;
import regatta.workload.Workload;

/**
 * Checks the JSON of a submitted job, as strictly as {@link StrictJson}, without making objects of
 * the values in the job's workload. So the values of a body of many megabytes become objects only
 * once, in the spec.
 */
final class JobScan {
    /**
     * How many JSON tokens a body may have. This number is enough for a million URLs, each with
     * every optional field.
     */
    private static final long MAX_TOKENS = 20_000_000;

    private static final int MAX_ENTRIES = 2_000_000;
    private static final int MAX_FIELDS = 1_000;
    private static final String FIELDS = "an object may have %,d fields";
    private static final int MAX_NAME = 4_096;
    private static final char REPLACEMENT = '\ufffd';
    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final String WORKLOAD = "workload";
    private static final String KIND = "kind";

    /**
     * Makes parsers for bodies that {@link #scan} has checked. So these parsers need no limits.
     * Each spec limits the length of its own list.
     */
    private static final JsonFactory READING =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .build())
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build();

    private final JsonFactory factory;
    private final JsonMapper mapper;

    JobScan(HttpSettings settings) {
        factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(settings.maxDepth())
                                        .maxNumberLength(settings.maxDigits())
                                        .maxNameLength(MAX_NAME)
                                        .maxTokenCount(MAX_TOKENS)
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        // Otherwise the parser would keep every field name in a table. Clients
                        // choose the field names, so a client could make the table huge.
                        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                        .build();
        mapper = StrictJson.mapper(factory);
    }

    /**
     * A job whose JSON was checked.
     *
     * @param top the job's fields. The object {@code workload} has only its kind, and all other
     *     objects and arrays are empty.
     * @param digest the digest of the body's content, which does not depend on spaces or on the
     *     order of fields
     */
    record Scanned(ObjectNode top, String body, long from, String digest) implements JobText {
        @Override
        public JsonParser workload(Workload<?, ?, ?, ?> workload) throws IOException {
            Reader rest = new StringReader(body);
            if (rest.skip(from) != from) {
                throw new EOFException("a workload behind the end");
            }
            return READING.createParser(rest);
        }
    }

    /**
     * Returns a parser of the values in {@code body} from index {@code from} on. The parser is as
     * strict as {@link #scan}.
     */
    JsonParser parser(byte[] body, int from) throws IOException {
        return factory.createParser(body, from, body.length - from);
    }

    static String digest(byte[] body) {
        return HexFormat.of().formatHex(sha256().digest(body));
    }

    /**
     * Checks a body.
     *
     * @throws ProblemException 400 if the body is no JSON or exceeds the limits; 422 if the body is
     *     no object
     */
    Scanned scan(byte[] bytes) {
        String body = text(bytes);
        JsonParser parser = null;
        try {
            parser = factory.createParser(new StringReader(body));
            if (parser.nextToken() == null) {
                throw Problem.malformed("", "the body is empty; a JSON object is expected");
            }
            Scanned scanned =
                    parser.currentToken() == JsonToken.START_OBJECT
                            ? object(parser, body)
                            : skipped(parser);
            if (parser.nextToken() != null) {
                throw Problem.malformed("", "there is text after the JSON value");
            }
            if (scanned == null) {
                throw Problem.invalid(List.of(new Violation("", "must be a JSON object")));
            }
            return scanned;
        } catch (JsonProcessingException e) {
            throw Problem.malformed(StrictJson.pointer(parser), StrictJson.detail(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException _) {
                throw Problem.malformed("", "the body is not valid UTF-8");
            }
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private @Nullable Scanned skipped(JsonParser parser) throws IOException {
        add(parser, sha256());
        return null;
    }

    private Scanned object(JsonParser parser, String body) throws IOException {
        ObjectNode top = JsonNodeFactory.instance.objectNode();
        Map<String, byte[]> digests = new TreeMap<>();
        long from = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            long start = parser.currentTokenLocation().getCharOffset();
            MessageDigest digest = sha256();
            top.set(name, shown(parser, name.equals(WORKLOAD), digest));
            digests.put(name, digest.digest());
            if (name.equals(WORKLOAD)) {
                from = start;
            }
            check(parser, digests.size(), MAX_FIELDS, FIELDS);
        }
        MessageDigest all = sha256();
        add(digests, all);
        return new Scanned(top, body, from, HexFormat.of().formatHex(all.digest()));
    }

    private JsonNode shown(JsonParser parser, boolean withKind, MessageDigest digest)
            throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            ObjectNode shown = JsonNodeFactory.instance.objectNode();
            fields(parser, digest, withKind ? shown : null);
            return shown;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            add(parser, digest);
            return JsonNodeFactory.instance.arrayNode();
        }
        add(parser, digest);
        JsonNode scalar = mapper.readTree(parser);
        return scalar;
    }

    private void fields(JsonParser parser, MessageDigest to, @Nullable ObjectNode kind)
            throws IOException {
        Map<String, byte[]> digests = new TreeMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            MessageDigest own = sha256();
            if (kind != null && name.equals(KIND)) {
                kind.set(KIND, shown(parser, false, own));
            } else {
                add(parser, own);
            }
            digests.put(name, own.digest());
            check(parser, digests.size(), MAX_FIELDS, FIELDS);
        }
        add(digests, to);
    }

    private static void check(JsonParser parser, int count, int most, String detail) {
        if (count > most) {
            throw Problem.malformed(StrictJson.pointer(parser), detail.formatted(most));
        }
    }

    private void add(JsonParser parser, MessageDigest to) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> fields(parser, to, null);
            case START_ARRAY -> {
                to.update((byte) '[');
                for (int n = 1; parser.nextToken() != JsonToken.END_ARRAY; n++) {
                    check(parser, n, MAX_ENTRIES, "an array may have %,d entries");
                    add(parser, to);
                }
                to.update((byte) ']');
            }
            default -> {
                to.update((byte) parser.currentTokenId());
                add(parser.getText(), to);
            }
        }
    }

    private static void add(Map<String, byte[]> fields, MessageDigest to) {
        to.update((byte) '{');
        fields.forEach((name, digest) -> {
            add(name, to);
            to.update(digest);
        });
        to.update((byte) '}');
    }

    /**
     * Adds a text to a digest, after the text's length. With the lengths, two different lists of
     * texts never add the same bytes.
     */
    private static void add(String text, MessageDigest to) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        to.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
