package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static regatta.workload.download.Fixture.CHUNKED;
import static regatta.workload.download.Fixture.OK;
import static regatta.workload.download.Fixture.addresses;
import static regatta.workload.download.TestingOrigin.drip;
import static regatta.workload.download.TestingOrigin.sized;
import static regatta.workload.download.TestingOrigin.stall;
import static regatta.workload.download.TestingOrigin.write;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That nothing takes longer or more than it may, in every form. */
@Timeout(120)
class DownloadLimitsIT {
    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final String CHUNK = "64\r\n" + "x".repeat(100) + "\r\n";

    @TempDir Path directory;
    private Fixture fixture;
    private TestingOrigin origin;

    @BeforeEach
    void open() throws IOException {
        fixture = new Fixture(directory);
        origin = fixture.origin;
        origin.on("/mute", (_, socket) -> stall(socket));
        origin.on(
                "/stall",
                (_, socket) ->
                        write(socket, OK + "Content-Length: 9\r\n\r\nhello") && stall(socket));
        origin.on("/endless", (_, socket) -> write(socket, CHUNKED) && drip(socket, CHUNK));
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheSize(Form form) {
        fixture.settings.maxBytes(1_000);
        origin.on("/said", OK + "Content-Length: 1001\r\n\r\n");
        fixture.assertFails(form, "/said", "too-large", false);
        fixture.assertFails(form, "/endless", "too-large", false);
        assertThat(fixture.files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheWaitForAHead(Form form) {
        fixture.settings.firstByte(BRIEF);
        origin.on("/head", (_, socket) -> write(socket, OK + "A: ") && drip(socket, "a"));
        origin.on("/hints", (_, socket) -> drip(socket, "HTTP/1.1 103 Early Hints\r\n\r\n", 5));
        fixture.assertFails(form, "/mute", "timeout", true);
        fixture.assertFails(form, "/head", "timeout", true);
        // On a busy machine even five hints may take longer than is brief.
        fixture.settings.firstByte(Duration.ofSeconds(20));
        fixture.assertFails(form, "/hints", "reset", true);
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheSilenceOfABody(Form form) {
        fixture.settings.stall(BRIEF);
        origin.on(
                "/drip",
                (_, socket) ->
                        write(socket, OK + "Content-Length: 9999\r\n\r\n") && drip(socket, "a"));
        fixture.assertFails(form, "/stall", "stall", true);
        fixture.assertFails(form, "/drip", "stall", true);
        assertThat(fixture.files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheWhole(Form form) {
        fixture.settings.total(Duration.ofMillis(600));
        fixture.assertFails(form, "/endless", "timeout", true);
        assertThat(fixture.files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void letsASlowOriginFinish(Form form) throws Throwable {
        fixture.settings.stall(Duration.ofSeconds(10));
        origin.on(
                "/slow",
                (_, socket) ->
                        write(socket, OK + "Content-Length: 5000\r\n\r\n")
                                && drip(socket, "x".repeat(100), 50));
        Downloaded output = form.run(fixture.settings.download(), fixture.source("/slow"));
        assertThat(output.bytes()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheLookUpOfAName(Form form) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        fixture.settings
                .connect(BRIEF)
                .names(_ -> {
                    Await.until(() -> over.getCount() == 0);
                    return addresses("127.0.0.1");
                });
        fixture.assertFails(form, Source.of("http://slow.test/"), "resolve", true);
        over.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void stopsWhenItIsCancelled(Form form) {
        Download download = fixture.settings.download();
        for (String path : List.of("/mute", "/stall", "/endless")) {
            int before = origin.asked().size();
            Form.Started started = form.start(download, fixture.source(path), 0);
            Await.until(() -> origin.asked().size() > before);
            started.cancel(form);
            assertThatThrownBy(started::await).isInstanceOf(InterruptedException.class);
        }
        assertThat(fixture.files()).isEmpty();
    }

    @Test
    void keepsManyInFlightOnOneThreadThatNeverBlocks() throws Throwable {
        CountDownLatch everyoneAsked = new CountDownLatch(1);
        origin.on(
                "/together",
                (_, socket) -> {
                    Await.until(() -> everyoneAsked.getCount() == 0);
                    return write(socket, sized("hello"));
                });
        Download download = fixture.settings.download();
        List<Form.Started> started = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            started.add(Form.EVENT_LOOP.start(download, fixture.source("/together"), i));
        }
        Await.until(() -> {
            // BLOCKED would be a lock inside the JVM, such as a class loader's, which others share.
            assertThat(Form.loopThread().getState())
                    .isNotIn(Thread.State.WAITING, Thread.State.TIMED_WAITING);
            return origin.asked().size() == 50;
        });
        everyoneAsked.countDown();
        for (Form.Started attempt : started) {
            assertThat(attempt.await().bytes()).isEqualTo(5);
        }
        assertThat(fixture.files()).hasSize(50);
    }
}
