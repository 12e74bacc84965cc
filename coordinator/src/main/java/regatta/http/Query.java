package regatta.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.apache.pekko.japi.Pair;
import regatta.workload.Violation;

/** Reads the parameters of a query, and collects the errors in these parameters. */
public final class Query {
    static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1_000;

    /**
     * The longest wait that a request may ask for. The server keeps an idle connection open for
     * longer than this wait.
     */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Map<String, String> values = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    Query(HttpRequest request, String... known) {
        List<String> names = Arrays.asList(known);
        for (Pair<String, String> pair : pairs(request)) {
            String name = pair.first();
            if (!names.contains(name)) {
                add(
                        Fields.escaped(Fields.shortened(name)),
                        names.isEmpty()
                                ? "unknown parameter; this path has none"
                                : "unknown parameter; the known ones are "
                                        + String.join(", ", names));
            } else if (values.put(name, pair.second()) != null) {
                add(name, name + " must come once");
            }
        }
    }

    private static List<Pair<String, String>> pairs(HttpRequest request) {
        try {
            return request.getUri().query().toList();
        } catch (IllegalUriException _) {
            throw Problem.malformed("", "the query cannot be read");
        }
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        Optional<String> value = text(name).map(text -> text.toUpperCase(Locale.ROOT));
        Optional<E> found =
                value.flatMap(text ->
                        Arrays.stream(type.getEnumConstants())
                                .filter(one -> one.name().equals(text))
                                .findFirst());
        if (value.isPresent() && found.isEmpty()) {
            add(name, name + " must be one of " + Arrays.toString(type.getEnumConstants()));
        }
        return found;
    }

    /** Reads a parameter that is true or false; returns false if the query lacks the parameter. */
    public boolean flag(String name) {
        Optional<String> value = text(name);
        if (value.isPresent() && !value.get().matches("true|false")) {
            add(name, name + " must be true or false");
        }
        return value.filter("true"::equals).isPresent();
    }

    /** Reads the largest number of items that the page may have. */
    public int limit() {
        String value = values.getOrDefault("limit", String.valueOf(DEFAULT_LIMIT));
        if (value.matches("\\d{1,9}")) {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        add(
                "limit",
                "limit must be an integer from 1 to %d, not %s"
                        .formatted(MAX_LIMIT, Fields.shortened(value)));
        return DEFAULT_LIMIT;
    }

    /** Reads the position in the list where the page begins; empty if the query has no cursor. */
    public OptionalLong cursor() {
        Optional<String> value = text("cursor");
        OptionalLong position = value.map(Cursor::read).orElse(OptionalLong.empty());
        if (value.isPresent() && position.isEmpty()) {
            add("cursor", "cursor must be the \"next\" of another page");
        }
        return position;
    }

    /** Reads a duration, such as the longest time to wait for an answer. */
    public Optional<Duration> duration(String name, Duration max) {
        Optional<String> value = text(name);
        Optional<Duration> read = value.map(Fields::parsed);
        if (value.isPresent()
                && (read.isEmpty() || read.get().isNegative() || read.get().compareTo(max) > 0)) {
            add(
                    name,
                    "%s must be an ISO-8601 duration from PT0S to %s, not %s"
                            .formatted(name, max, Fields.shortened(value.get())));
        }
        return read;
    }

    private void add(String name, String detail) {
        violations.add(new Violation("/" + name, detail));
    }

    /**
     * Reports the errors, after all parameters have been read.
     *
     * @throws ProblemException if there was an error
     */
    public void check() {
        if (!violations.isEmpty()) {
            throw Problem.badParameters(violations);
        }
    }
}
