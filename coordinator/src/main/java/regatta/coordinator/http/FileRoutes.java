package regatta.coordinator.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.files.FileSearch;
import regatta.coordinator.files.FileSource;
import regatta.http.ByteRange;
import regatta.http.Call;
import regatta.http.Fields;
import regatta.http.Operation;
import regatta.http.Problem;
import regatta.http.ProblemException;
import regatta.http.Replies;
import regatta.http.Route;
import regatta.workload.TaskFile;

/** The route of files that tasks left. The answer is a whole file or a range of the file. */
public final class FileRoutes {
    private static final String MEDIA_TYPE = "application/octet-stream";

    /**
     * The largest number of files that clients may read at the same time. The stream of each file
     * holds half a megabyte of memory.
     */
    private static final int MAX_STREAMS = 64;

    private final Jobs jobs;
    private final FileSearch search;
    private final Permits permits;

    public FileRoutes(Jobs jobs, FileSearch search, ActorSystem<?> system) {
        this.jobs = jobs;
        this.search = search;
        this.permits = new Permits(MAX_STREAMS, "files", system);
    }

    public List<Route> routes() {
        String path = JobRoutes.JOBS + "/{id}/tasks/{index}/file";
        return List.of(
                Route.get(
                        path,
                        List.of(MEDIA_TYPE),
                        this::file,
                        Operation.named(
                                        "getFile",
                                        "Stream the file that a task left, from whichever worker has it.")
                                .takes("Range", "IfRange", "IfNoneMatch")
                                .answers(200, "File", "ETag", "Repr-Digest", "Content-Disposition")
                                .answers(206, "File", "ETag", "Content-Range")
                                .answers(304, "", "ETag")
                                .fails(409, 410, 416, 503)));
    }

    private CompletionStage<HttpResponse> file(Call call) {
        call.query().check();
        String index = call.variable("index");
        if (!index.matches("[0-9]{1,9}")) {
            throw Problem.notFound("there is no task " + Fields.shortened(index));
        }
        return permits.hold(() -> file(call, Integer.parseInt(index)), () -> {});
    }

    private CompletionStage<HttpResponse> file(Call call, int index) {
        return JobIds.existing(call, id -> jobs.file(id, index))
                .thenCompose(lookup -> {
                    LeftFile left = left(lookup);
                    return search.find(left).thenApply(result -> answer(call, left, result));
                });
    }

    private static LeftFile left(LeftFile.Lookup lookup) {
        return switch (lookup) {
            case LeftFile.Lookup.Left(LeftFile file) -> file;
            case LeftFile.Lookup.NoFile(String why) -> throw Problem.notFound(why);
            case LeftFile.Lookup.NotYet(String why) -> throw Problem.conflict(why);
        };
    }

    private static HttpResponse answer(Call call, LeftFile left, FileSearch.Result result) {
        return switch (result) {
            case FileSearch.Result.At(FileSource source) -> answer(call, source);
            case FileSearch.Result.Nowhere nowhere -> throw absent(left, nowhere);
        };
    }

    private static ProblemException absent(LeftFile left, FileSearch.Result.Nowhere nowhere) {
        String name = left.file().name();
        if (left.remote() && !nowhere.makerAnswered() && nowhere.silent()) {
            return Problem.unavailable(
                    "a worker that may have the file %s of worker %s did not answer in time"
                            .formatted(name, left.worker()));
        }
        if (left.remote() && !nowhere.makerAnswered()) {
            return Problem.conflict(
                    "only worker %s has the file %s, and it is not connected"
                            .formatted(left.worker(), name));
        }
        return Problem.gone(
                "the file %s was changed or removed at worker %s".formatted(name, left.worker()));
    }

    private static HttpResponse answer(Call call, FileSource found) {
        TaskFile file = found.file();
        String tag = "\"" + file.sha256() + "\"";
        HttpResponse head =
                HttpResponse.create()
                        .addHeader(RawHeader.create("ETag", tag))
                        .addHeader(RawHeader.create("Accept-Ranges", "bytes"))
                        .addHeader(RawHeader.create("Cache-Control", "no-cache"));
        if (Replies.knows(call.header("If-None-Match").orElse(""), tag)) {
            return head.withStatus(304);
        }
        Optional<ByteRange> range =
                call.header("If-Range").filter(version -> !version.equals(tag)).isPresent()
                        ? Optional.empty()
                        : ByteRange.of(call, file.bytes());
        long from = range.map(ByteRange::from).orElse(0L);
        long until = range.map(ByteRange::until).orElse(file.bytes());
        HttpResponse full =
                head.addHeader(RawHeader.create("Repr-Digest", digest(file)))
                        .addHeader(RawHeader.create("Content-Disposition", disposition(file)))
                        .withEntity(body(found, from, until));
        return range.isEmpty()
                ? full
                : full.withStatus(206)
                        .addHeader(
                                RawHeader.create(
                                        "Content-Range",
                                        "bytes %d-%d/%d".formatted(from, until - 1, file.bytes())));
    }

    /**
     * Makes the body of a range of the file. An empty body is not made as a stream, because Pekko
     * refuses an empty stream.
     */
    private static ResponseEntity body(FileSource found, long from, long until) {
        ContentType type = ContentTypes.parse(MEDIA_TYPE);
        return from == until
                ? HttpEntities.create(type, new byte[0])
                : HttpEntities.create(type, until - from, found.stream(from, until));
    }

    private static String digest(TaskFile file) {
        byte[] sha256 = HexFormat.of().parseHex(file.sha256());
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
    }

    /**
     * Makes the header that names the file (RFC 6266 and 8187). Old clients see an underscore for
     * each character that is not plain ASCII.
     */
    private static String disposition(TaskFile file) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : file.name().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain = c < 0x7f && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        String ascii = file.name().replaceAll("[^ !#-\\[\\]-~]", "_");
        return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, encoded);
    }
}
