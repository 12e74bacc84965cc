package regatta.coordinator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;
import regatta.document.Html;
import regatta.http.Call;
import regatta.http.Operation;
import regatta.http.Problem;
import regatta.http.Replies;
import regatta.http.Route;

/**
 * The routes of the coordinator's page at {@code /} and of the page's files. All files come from
 * the jar; a browser loads and runs nothing from elsewhere.
 */
public final class PageRoutes {
    private static final String HTML = "text/html; charset=UTF-8";
    private static final String SCRIPT = "text/javascript; charset=UTF-8";
    private static final String STYLE = "text/css; charset=UTF-8";
    private static final String PICTURE = "image/svg+xml";

    private static final List<String> SCRIPTS =
            List.of(
                    "app.js",
                    "api.js",
                    "dom.js",
                    "text.js",
                    "now.js",
                    "lanes.js",
                    "jobs.js",
                    "job.js",
                    "comparisons.js",
                    "workers.js",
                    "start.js");

    private static final List<HttpHeader> PROTECTION =
            List.of(
                    RawHeader.create(
                            "Content-Security-Policy",
                            "default-src 'self'; base-uri 'none'; form-action 'none';"
                                    + " frame-ancestors 'none'; object-src 'none'"),
                    RawHeader.create("Referrer-Policy", "no-referrer"),
                    RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
                    // With this header a browser asks for the page each time, so the page always
                    // has the same version as the API.
                    RawHeader.create("Cache-Control", "no-cache"));

    private final Map<String, Resource> files = new LinkedHashMap<>();
    private final Resource page = Resource.read("index.html", HTML);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Resource(String mediaType, byte[] bytes) {
        static Resource read(String name, String mediaType) {
            try (InputStream in = PageRoutes.class.getResourceAsStream("page/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("the jar lacks page/" + name);
                }
                return new Resource(mediaType, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Reads the files of the page. */
    public PageRoutes() {
        SCRIPTS.forEach(name -> files.put(name, Resource.read(name, SCRIPT)));
        files.put(
                "timeline.js",
                new Resource(SCRIPT, Html.script().getBytes(StandardCharsets.UTF_8)));
        // One style sheet: that of what reports draw, then that of the page.
        String style =
                Html.figures()
                        + new String(
                                Resource.read("style.css", STYLE).bytes(), StandardCharsets.UTF_8);
        files.put("style.css", new Resource(STYLE, style.getBytes(StandardCharsets.UTF_8)));
        files.put("icon.svg", Resource.read("icon.svg", PICTURE));
    }

    public List<Route> routes() {
        return List.of(
                Route.get(
                        "/",
                        List.of(HTML),
                        _ -> reply(page),
                        Operation.named("getPage", "Read the page for people.")
                                .answers(200, "Text")),
                Route.get(
                        "/page/{file}",
                        List.of(SCRIPT, STYLE, PICTURE),
                        this::file,
                        Operation.named("getPageFile", "Read a file of the page.")
                                .answers(200, "Text")));
    }

    private CompletionStage<HttpResponse> file(Call call) {
        @Nullable Resource found = files.get(call.variable("file"));
        if (found == null) {
            throw Problem.notFound("the page has no such file");
        }
        return reply(found);
    }

    private static CompletionStage<HttpResponse> reply(Resource resource) {
        return CompletableFuture.completedStage(
                Replies.bytes(200, resource.mediaType(), resource.bytes()).addHeaders(PROTECTION));
    }
}
