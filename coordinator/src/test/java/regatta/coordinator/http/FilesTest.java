package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.LeftFile;
import regatta.coordinator.api.LeftFile.Holder;
import regatta.coordinator.files.FileSearch;
import regatta.coordinator.http.TestingApi.Answer;
import regatta.protocol.FileReply;
import regatta.protocol.FileRequest;
import regatta.protocol.Payload;
import regatta.workload.TaskFile;

/** Files that tasks left, from this machine's directory and from nodes. */
class FilesTest {
    @TempDir static Path folder;
    private static TestingApi api;
    private static byte[] content;
    private static TaskFile file;

    @BeforeAll
    static void start() throws Exception {
        api = new TestingApi("regatta.download.directory = \"%s\"".formatted(folder));
        content = new byte[200_000];
        new Random(1).nextBytes(content);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
        file = new TaskFile("ü \"x\".bin", content.length, HexFormat.of().formatHex(digest));
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static JobView job() {
        TestingWorkload.Spec spec = new TestingWorkload.Spec(List.of(BigInteger.ONE), null, null);
        return api.coordinator.add(
                new JobSpec(TestingWorkload.KIND, spec, "", null, null, 3, null, 0));
    }

    private static String left(
            JobView job, boolean remote, @Nullable Holder maker, Holder... others) {
        api.coordinator.files.put(
                job.id(),
                new LeftFile.Lookup.Left(
                        new LeftFile(
                                job.id(),
                                "download",
                                file,
                                "node-1",
                                remote,
                                Optional.ofNullable(maker),
                                List.of(others))));
        return "/api/v1/jobs/" + job.id() + "/tasks/0/file";
    }

    private static String local() throws Exception {
        JobView job = job();
        Files.createDirectory(folder.resolve(job.id().value()));
        Files.write(folder.resolve(job.id().value()).resolve(file.name()), content);
        return left(job, false, null);
    }

    private static Holder node(boolean has) {
        ActorRef<FileRequest> server =
                api.kit.spawn(
                        Behaviors.receiveMessage(request -> {
                            switch (request) {
                                case FileRequest.Find find ->
                                        find.replyTo()
                                                .tell(
                                                        has
                                                                ? new FileReply.Here("1")
                                                                : new FileReply.Missing());
                                case FileRequest.Read read -> read.replyTo().tell(piece(read));
                            }
                            return Behaviors.same();
                        }));
        return new Holder("node-" + has, server);
    }

    private static FileReply piece(FileRequest.Read read) {
        byte[] piece = new byte[read.length()];
        System.arraycopy(content, (int) read.offset(), piece, 0, piece.length);
        return new FileReply.Piece(new Payload(piece));
    }

    /** The bytes of an answer, which the test's client reads as text. */
    private static void assertHolds(Answer answer, int from, int until) {
        assertThat(answer.text())
                .isEqualTo(
                        new String(
                                content,
                                from,
                                until - from,
                                java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void streamsAFileOfThisMachine() throws Exception {
        Answer answer = api.get(local());

        assertThat(answer.status()).isEqualTo(200);
        assertHolds(answer, 0, content.length);
        assertThat(answer.mediaType()).isEqualTo("application/octet-stream");
        assertThat(answer.header("ETag")).isEqualTo("\"" + file.sha256() + "\"");
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.header("Repr-Digest")).startsWith("sha-256=:");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo(
                        "attachment; filename=\"_ _x_.bin\"; filename*=UTF-8''%C3%BC%20%22x%22.bin");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9, 0, 10",
        "bytes=70000-150000, 70000, 150001",
        "bytes=199999-, 199999, 200000",
        "bytes=-5, 199995, 200000",
        "bytes=10-999999999, 10, 200000",
    })
    void streamsARange(String range, int from, int until) throws Exception {
        Answer answer = api.get(local(), "Range", range);

        assertThat(answer.status()).isEqualTo(206);
        assertHolds(answer, from, until);
        assertThat(answer.header("Content-Range"))
                .isEqualTo("bytes %d-%d/200000".formatted(from, until - 1));
    }

    @ParameterizedTest
    @CsvSource({"'bytes=0-1,3-4', 200", "chairs=1-2, 200", "bytes=200000-, 416", "bytes=-0, 416"})
    void answersOtherRangesAsAWholeOrNotAtAll(String range, int status) throws Exception {
        Answer answer = api.get(local(), "Range", range);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 416) {
            assertThat(answer.mediaType()).isEqualTo("application/problem+json");
            assertThat(answer.header("Content-Range")).isEqualTo("bytes */200000");
        }
    }

    @Test
    void resumesOnlyTheVersionThatWasBegun() throws Exception {
        String path = local();
        String tag = "\"" + file.sha256() + "\"";

        assertThat(api.get(path, "Range", "bytes=5-", "If-Range", tag).status()).isEqualTo(206);
        assertThat(api.get(path, "Range", "bytes=5-", "If-Range", "\"x\"").status()).isEqualTo(200);
        assertThat(api.get(path, "If-None-Match", tag).status()).isEqualTo(304);
    }

    @Test
    void streamsFromTheNodeThatHasIt() {
        JobView job = job();

        Answer answer = api.get(left(job, true, node(true)), "Range", "bytes=1-199998");

        assertThat(answer.status()).isEqualTo(206);
        assertHolds(answer, 1, 199_999);
    }

    @Test
    void takesOneReaderTooManyAgainOnceOthersHaveEnded() throws Exception {
        String path = local();
        CompletableFuture<Object> goOn = new CompletableFuture<>();
        for (int i = 0; i < 64; i++) {
            assertThat(api.stalled(path, goOn).status()).isEqualTo(200);
        }

        Answer refused = api.get(path);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        goOn.complete(true);
        api.awaitStatus(path, 200);
    }

    @Test
    void joinsSearchesForTheSameFile() {
        Holder silent = new Holder("silent", api.kit.spawn(Behaviors.ignore()));
        LeftFile wanted =
                new LeftFile(
                        job().id(),
                        "download",
                        file,
                        "node-1",
                        true,
                        Optional.of(silent),
                        List.of());
        FileSearch search = new FileSearch(api.kit.system(), api.workloads());

        assertThat(search.find(wanted)).isSameAs(search.find(wanted));
    }

    @Test
    void sendsAFileOfNoBytes() throws Exception {
        JobView job = job();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest();
        TaskFile empty = new TaskFile("empty", 0, HexFormat.of().formatHex(digest));
        Files.createFile(Files.createDirectory(folder.resolve(job.id().value())).resolve("empty"));
        api.coordinator.files.put(
                job.id(),
                new LeftFile.Lookup.Left(
                        new LeftFile(
                                job.id(),
                                "download",
                                empty,
                                "batch",
                                false,
                                Optional.empty(),
                                List.of())));

        Answer answer = api.get("/api/v1/jobs/" + job.id() + "/tasks/0/file");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void findsTheFileAtANodeThatCameBackUnderAnotherName() {
        Answer answer = api.get(left(job(), true, null, node(false), node(true)));

        assertThat(answer.status()).isEqualTo(200);
        assertHolds(answer, 0, content.length);
    }

    @Test
    void namesTheWorkerThatIsGone() {
        Answer answer = api.get(left(job(), true, null, node(false)));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").textValue()).contains("node-1", "not connected");
    }

    @Test
    void asksForPatienceWhereAPresentWorkerDoesNotAnswer() {
        Holder silent = node(true);
        api.kit.stop(silent.files());

        Answer maker = api.get(left(job(), true, silent, node(false)));
        assertThat(maker.status()).isEqualTo(503);
        assertThat(maker.header("Retry-After")).isNotEmpty();
        assertThat(api.get(left(job(), true, null, silent)).status()).isEqualTo(503);
        assertThat(api.get(left(job(), true, node(false), silent)).status()).isEqualTo(410);
        assertThat(api.get(left(job(), true, silent, node(true))).status()).isEqualTo(200);
    }

    @Test
    void saysThatAFileWasChangedOrRemoved() throws Exception {
        JobView job = job();
        Files.createDirectory(folder.resolve(job.id().value()));
        Files.write(folder.resolve(job.id().value()).resolve(file.name()), new byte[200_000]);

        assertThat(api.get(left(job, false, null)).status()).isEqualTo(410);
        assertThat(api.get(left(job(), true, node(false))).status()).isEqualTo(410);
    }

    @Test
    void saysThatATaskHasNoFile() {
        JobView job = job();
        api.coordinator.files.put(job.id(), new LeftFile.Lookup.NoFile("it failed"));
        String path = "/api/v1/jobs/" + job.id() + "/tasks/";

        assertThat(api.get(path + "0/file").status()).isEqualTo(404);
        assertThat(api.get(path + "-1/file").status()).isEqualTo(404);
        assertThat(api.get(path + "../file").status()).isEqualTo(404);
        api.coordinator.files.put(job.id(), new LeftFile.Lookup.NotYet("it runs"));
        assertThat(api.get(path + "0/file").status()).isEqualTo(409);
        assertThat(api.get("/api/v1/jobs/none/tasks/0/file").status()).isEqualTo(404);
    }
}
