package regatta.coordinator.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
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

/** Files that tasks left, whole or a range of one. */
public final class FileRoutes {
    private static final String MEDIA_TYPE = "application/octet-stream";

    /** Each keeps half a megabyte on its way. */
    private static final int MAX_STREAMS = 64;

    private final Jobs jobs;
    private final FileSearch search;
    private final AtomicInteger streams = new AtomicInteger();

    public FileRoutes(Jobs jobs, FileSearch search) {
        this.jobs = jobs;
        this.search = search;
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
        if (streams.get() >= MAX_STREAMS) {
            throw Problem.unavailable(
                    "%d files are being read, which is the limit".formatted(MAX_STREAMS));
        }
        return JobIds.existing(call, id -> jobs.file(id, Integer.parseInt(index)))
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

    private HttpResponse answer(Call call, LeftFile left, FileSearch.Result result) {
        return switch (result) {
            case FileSearch.Result.At(FileSource source) -> answer(call, source);
            case FileSearch.Result.Nowhere nowhere -> throw absent(left, nowhere);
        };
    }

    private static ProblemException absent(LeftFile left, FileSearch.Result.Nowhere nowhere) {
        String name = left.file().name();
        if (left.remote() && !nowhere.makerAnswered() && nowhere.silent()) {
            return Problem.unavailable(
                    "who may have the file %s of worker %s did not answer in time"
                            .formatted(name, left.worker()));
        }
        if (left.remote() && !nowhere.makerAnswered()) {
            return Problem.conflict(
                    "worker %s, which has the file %s, is not here, and no other has it"
                            .formatted(left.worker(), name));
        }
        return Problem.gone(
                "the file %s was changed or removed at worker %s".formatted(name, left.worker()));
    }

    private HttpResponse answer(Call call, FileSource found) {
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

    /** Pekko streams no body of no bytes. */
    private ResponseEntity body(FileSource found, long from, long until) {
        ContentType type = ContentTypes.parse(MEDIA_TYPE);
        return from == until
                ? HttpEntities.create(type, new byte[0])
                : HttpEntities.create(type, until - from, counted(found.stream(from, until)));
    }

    /** Counted only while it flows: a body that nobody asks for is never begun. */
    private Source<ByteString, NotUsed> counted(Source<ByteString, NotUsed> body) {
        return Source.lazySource(
                        () -> {
                            streams.incrementAndGet();
                            return body.watchTermination((_, ended) -> {
                                var _ = ended.whenComplete((_, _) -> streams.decrementAndGet());
                                return NotUsed.getInstance();
                            });
                        })
                .mapMaterializedValue(_ -> NotUsed.getInstance());
    }

    private static String digest(TaskFile file) {
        byte[] sha256 = HexFormat.of().parseHex(file.sha256());
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":";
    }

    /** By RFC 6266 with RFC 8187's encoding; what is no ASCII is an underscore for old readers. */
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
