package regatta.workload.download;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.workload.Field;
import regatta.workload.FieldType;
import regatta.workload.Violation;

/**
 * Finds what is wrong with a spec: first the length of the list of URLs, then each source, then
 * {@code repeat}, {@code perHost} and {@code rate}.
 */
record DownloadCheck(int maxUrls, int maxTasks) {
    /**
     * The largest number of violations that an answer lists. More violations would say nothing new.
     */
    private static final int MOST_VIOLATIONS = 20;

    List<Field> fields() {
        return List.of(
                Field.required(
                        "urls",
                        FieldType.list(FieldType.either(FieldType.text(), source()), 1, maxUrls),
                        "Each is a URL, or an object with a URL and its options."),
                Field.optional(
                        "repeat",
                        FieldType.whole(1, maxTasks),
                        1,
                        "How often each URL of the list is fetched."),
                Field.optional(
                        "perHost",
                        FieldType.whole(1, Integer.MAX_VALUE),
                        "The most downloads at a time from one host and port."),
                Field.optional(
                        "rate",
                        FieldType.whole(1, Long.MAX_VALUE),
                        "The most bytes of body a second of all downloads of the job together."
                                + " Each slot gets an even share. The wait for it counts towards"
                                + " taskTimeout, but not towards a download's own time limits."));
    }

    private static FieldType source() {
        return FieldType.group(
                Field.required("url", FieldType.text(), "http or https."),
                Field.optional(
                        "sha256",
                        FieldType.text(),
                        "The 64 hexadecimal digits that the content must have."),
                Field.optional("file", FieldType.text(), "The name to keep the content under."),
                Field.secret("basic", FieldType.text(), "User and password, user:password."),
                Field.secret("bearer", FieldType.text(), "A token for the Authorization header."),
                Field.secret(
                        "headers",
                        FieldType.named(FieldType.text()),
                        "Header fields that are sent to the URL's own host only."));
    }

    List<Violation> check(Download.Spec spec) {
        List<Violation> found = new ArrayList<>();
        List<@Nullable Source> urls = spec.urls();
        if (urls.isEmpty()) {
            found.add(new Violation("/urls", "must list at least one URL"));
        }
        if (urls.size() > maxUrls) {
            return List.of(
                    new Violation(
                            "/urls",
                            "must list at most %d URLs (regatta.download.max-urls)"
                                    .formatted(maxUrls)));
        }
        for (int at = 0; at < urls.size() && found.size() < MOST_VIOLATIONS; at++) {
            String pointer = "/urls/" + at;
            Source source = urls.get(at);
            if (source == null) {
                found.add(new Violation(pointer, "must be a URL or an object with a URL"));
            } else {
                new SourceCheck((below, detail) ->
                        found.add(new Violation(pointer + below, detail)))
                        .check(source);
            }
        }
        checkCounts(spec).ifPresent(found::add);
        return List.copyOf(found);
    }

    private Optional<Violation> checkCounts(Download.Spec spec) {
        if (spec.repeat() < 1 || (long) spec.repeat() * spec.urls().size() > maxTasks) {
            return Optional.of(
                    new Violation(
                            "/repeat",
                            "must be at least 1, and urls × repeat at most %d".formatted(maxTasks)
                                    + " (regatta.download.max-tasks)"));
        }
        if (spec.perHost() != null && spec.perHost() < 1) {
            return Optional.of(new Violation("/perHost", "must be at least 1"));
        }
        if (spec.rate() != null && spec.rate() < 1) {
            return Optional.of(new Violation("/rate", "must be at least 1 byte a second"));
        }
        return Optional.empty();
    }
}
