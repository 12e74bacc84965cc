package regatta.workload.download;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import regatta.workload.Violation;

/** Says what is wrong with a spec: its size first, then each source. */
record DownloadCheck(int maxUrls, int maxTasks) {
    /** More of the same say nothing new. */
    private static final int MOST_VIOLATIONS = 20;

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
