package regatta.workload.download;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static regatta.workload.download.Fixture.OK;
import static regatta.workload.download.TestingOrigin.redirect;
import static regatta.workload.download.TestingOrigin.stall;
import static regatta.workload.download.TestingOrigin.write;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.workload.FailureSide;
import regatta.workload.TaskFailedException;

/** What becomes of what a broken exchange, or a worker that was killed, left; in every form. */
@Timeout(180)
class DownloadResumeIT {
    private static final String TAG = "ETag: \"one\"\r\n";
    private static final String WHOLE =
            "0123456789abcdef".repeat((int) PartFile.WORTH_KEEPING / 16) + " the end";
    private static final int LEFT = (int) PartFile.WORTH_KEEPING;

    @TempDir Path directory;
    private Fixture fixture;
    private TestingOrigin origin;

    @BeforeEach
    void open() throws IOException {
        fixture = new Fixture(directory);
        origin = fixture.origin;
        origin.on("/a", DownloadResumeIT::serve);
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithWhatAKilledWorkerLeft(Form form) throws Throwable {
        leave("\"one\"", WHOLE.substring(0, LEFT));
        assertWhole(form);
        assertThat(ranges()).containsExactly("bytes=" + LEFT + "-");
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithAnAttemptThatWasCountedBefore(Form form) throws Throwable {
        leave("\"one\"", WHOLE.substring(0, LEFT));
        for (String suffix : List.of("", ".version")) {
            Files.move(
                    fixture.folder.resolve(".part-0-1" + suffix),
                    fixture.folder.resolve(".part-0-40" + suffix));
        }
        Files.writeString(fixture.folder.resolve(".part-0-50"), "without a version");
        Files.writeString(fixture.folder.resolve(".part-01-1"), "no name of ours");
        Files.writeString(fixture.folder.resolve(".part-1-40"), "another task's");
        assertThat(run(form, "/a").sha256()).isEqualTo(Fixture.sha256(WHOLE));
        assertThat(fixture.files()).containsExactly(".part-01-1", ".part-1-40", "a");
        assertThat(ranges()).containsExactly("bytes=" + LEFT + "-");
    }

    @ParameterizedTest
    @EnumSource
    void fetchesAnewWhatIsOfAnotherVersion(Form form) throws Throwable {
        leave("\"zero\"", "x".repeat(LEFT));
        assertWhole(form);
        assertThat(ranges()).containsExactly("bytes=" + LEFT + "-");
    }

    @ParameterizedTest
    @EnumSource
    void removesWhatHasNoVersion(Form form) throws Throwable {
        leave("\"one\"", WHOLE.substring(0, LEFT));
        Files.delete(fixture.folder.resolve(".part-0-1.version"));
        assertWhole(form);
        leave("\"one\"", WHOLE.substring(0, LEFT));
        Files.writeString(fixture.folder.resolve(".part-0-1.version"), "torn");
        Files.delete(fixture.folder.resolve("a"));
        assertWhole(form);
        assertThat(ranges()).containsExactly("", "");
    }

    @ParameterizedTest
    @EnumSource
    void leavesAloneWhatAnotherAttemptIsAt(Form form) throws Throwable {
        leave("\"one\"", WHOLE.substring(0, LEFT));
        try (PartFile busy = PartFile.left(fixture.folder, 0, 1).orElseThrow()) {
            Downloaded output = run(form, "/a");
            assertThat(output.sha256()).isEqualTo(Fixture.sha256(WHOLE));
            assertThat(busy.bytes()).isEqualTo(LEFT);
            assertThat(fixture.files()).contains(".part-0-1", ".part-0-1.version", "a");
        }
        assertThat(ranges()).containsExactly("");
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAfterKill9AndNotBefore(Form form) throws Throwable {
        int stalled = LEFT + 4;
        String head = OK + TAG + "Content-Length: " + WHOLE.length() + "\r\n\r\n";
        origin.on(
                "/big",
                (asked, socket) ->
                        asked.equals(origin.asked().getFirst())
                                ? write(socket, head + WHOLE.substring(0, stalled)) && stall(socket)
                                : serve(asked, socket, stalled));
        Process killed = process("/big");
        try {
            Path part = fixture.folder.resolve(".part-0-1");
            Await.until(() -> Files.exists(part) && part.toFile().length() == stalled);
            // Its lock holds between processes.
            assertThat(run(form, "/big").file()).isEqualTo("big");
            assertThat(fixture.files()).containsExactly(".part-0-1", ".part-0-1.version", "big");
        } finally {
            killed.destroyForcibly().waitFor();
        }
        Files.delete(fixture.folder.resolve("big"));
        assertThat(run(form, "/big").sha256()).isEqualTo(Fixture.sha256(WHOLE));
        assertThat(fixture.files()).containsExactly("big");
        assertThat(ranges()).containsExactly("", "", "bytes=" + stalled + "-");
    }

    private Process process(String path) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledDownload.class.getName(),
                        directory.toString(),
                        origin.url(path))
                .inheritIO()
                .start();
    }

    @ParameterizedTest
    @EnumSource
    void goesOnAtNoOtherUrl(Form form) throws Throwable {
        origin.on("/b", redirect(302, "/a"));
        leave("\"one\"", WHOLE.substring(0, LEFT));
        Downloaded output = run(form, "/b");
        assertThat(output.sha256()).isEqualTo(Fixture.sha256(WHOLE));
        assertThat(ranges()).containsExactly("", "bytes=" + LEFT + "-");
    }

    @ParameterizedTest
    @EnumSource
    void startsAnewWhereARedirectNowLeadsElsewhere(Form form) throws Throwable {
        origin.closing("/old", OK + TAG + "Content-Length: 11\r\n\r\nhello");
        origin.on("/new", OK + TAG + "Content-Length: 5\r\n\r\nother");
        origin.on(
                "/b",
                (_, socket) ->
                        write(socket, redirect(302, origin.asked().size() == 1 ? "/old" : "/new")));
        assertThat(run(form, "/b").sha256()).isEqualTo(Fixture.sha256("other"));
        assertThat(ranges()).containsExactly("", "", "", "");
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheWaitThatTheOriginAsksForInsteadOfWaiting(Form form) {
        origin.on("/busy", "HTTP/1.1 503 No\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n");
        fixture.settings.maxRetryAfter(Duration.ofMinutes(20));
        TaskFailedException failure = fixture.assertFails(form, "/busy", "status", true);
        assertThat(failure.pause()).isEqualTo(Duration.ofMinutes(10));
        assertThat(failure.side()).isEqualTo(FailureSide.ORIGIN);
    }

    /** Gigabytes take seconds, in which a loop would serve nobody. */
    @Test
    void readsWholeFilesElsewhereThanOnTheLoop() throws Throwable {
        BlockingQueue<Runnable> reading = new LinkedBlockingQueue<>();
        fixture.settings.readers(reading::add);
        leave("\"one\"", WHOLE.substring(0, LEFT));
        byte[] md5 = MessageDigest.getInstance("MD5").digest(WHOLE.getBytes(ISO_8859_1));
        String digest = "Digest: md5=" + Base64.getEncoder().encodeToString(md5) + "\r\n";
        origin.on("/a", (asked, socket) -> serve(asked, socket, LEFT, TAG + digest));
        Form.Started started =
                Form.EVENT_LOOP.start(fixture.settings.download(), fixture.source("/a"), 0, 2);

        Runnable takingOver = reading.take();
        assertLoopIsFree();
        assertThat(origin.asked()).isEmpty();
        takingOver.run();
        Runnable verifying = reading.take();
        assertLoopIsFree();
        assertThat(fixture.files()).containsExactly(".part-0-1", ".part-0-1.version");
        verifying.run();

        assertThat(started.await().sha256()).isEqualTo(Fixture.sha256(WHOLE));
        assertThat(ranges()).containsExactly("bytes=" + LEFT + "-");
    }

    @Test
    void isCancelledWhileAFileIsRead() throws Exception {
        BlockingQueue<Runnable> reading = new LinkedBlockingQueue<>();
        fixture.settings.readers(reading::add);
        leave("\"one\"", WHOLE.substring(0, LEFT));
        Form.Started started =
                Form.EVENT_LOOP.start(fixture.settings.download(), fixture.source("/a"), 0, 2);
        Runnable takingOver = reading.take();

        started.cancel(Form.EVENT_LOOP);

        assertThatThrownBy(started::await).isInstanceOf(InterruptedException.class);
        takingOver.run();
        assertLoopIsFree();
        assertThat(fixture.files()).isEmpty();
        assertThat(origin.asked()).isEmpty();
    }

    /** Long enough for a timer of every download. */
    private static void assertLoopIsFree() throws InterruptedException {
        CountDownLatch turns = new CountDownLatch(2);
        Form.onLoop(loop -> {
            loop.execute(turns::countDown);
            loop.schedule(Duration.ofMillis(120), turns::countDown);
        });
        assertThat(turns.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private void assertWhole(Form form) throws Throwable {
        assertThat(run(form, "/a").sha256()).isEqualTo(Fixture.sha256(WHOLE));
        assertThat(fixture.files()).containsExactly("a");
        assertThat(fixture.folder.resolve("a")).hasContent(WHOLE);
    }

    private Downloaded run(Form form, String path) throws Throwable {
        return form.start(fixture.settings.download(), fixture.source(path), 0, 2).await();
    }

    private List<String> ranges() {
        return origin.asked().stream()
                .map(asked -> asked.headers().getOrDefault("range", ""))
                .toList();
    }

    /** Leaves what the first attempt of the task would, had it been killed. */
    private void leave(String tag, String content) throws IOException {
        Files.createDirectories(fixture.folder);
        Files.writeString(fixture.folder.resolve(".part-0-1"), content, ISO_8859_1);
        HttpUrl url = HttpUrl.parse(origin.url("/a"));
        Version version = Version.at(url, tag, WHOLE.length(), "");
        Files.writeString(fixture.folder.resolve(".part-0-1.version"), version.text());
    }

    private static boolean serve(TestingOrigin.Asked asked, Socket socket) throws IOException {
        return serve(asked, socket, LEFT);
    }

    private static boolean serve(TestingOrigin.Asked asked, Socket socket, int left)
            throws IOException {
        return serve(asked, socket, left, TAG);
    }

    private static boolean serve(TestingOrigin.Asked asked, Socket socket, int left, String headers)
            throws IOException {
        boolean rest = "\"one\"".equals(asked.headers().get("if-range"));
        String body = rest ? WHOLE.substring(left) : WHOLE;
        int length = WHOLE.length();
        String range = "Content-Range: bytes %d-%d/%d\r\n".formatted(left, length - 1, length);
        String status = rest ? "HTTP/1.1 206 Part\r\n" + range : OK;
        return write(
                socket, status + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }
}
