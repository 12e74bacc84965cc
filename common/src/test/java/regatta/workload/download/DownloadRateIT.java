package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static regatta.workload.download.TestingOrigin.redirect;
import static regatta.workload.download.TestingOrigin.sized;
import static regatta.workload.download.TestingOrigin.write;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That a slot keeps to its share of the rate, in every form. */
@Timeout(120)
class DownloadRateIT {
    private static final String BODY = "x".repeat(300_000);
    private static final String TAG = "ETag: \"one\"\r\n";

    @TempDir Path directory;
    private Fixture fixture;
    private TestingOrigin origin;

    @BeforeEach
    void open() throws IOException {
        fixture = new Fixture(directory);
        origin = fixture.origin;
    }

    @AfterEach
    void close() throws IOException {
        fixture.close();
    }

    @Test
    void takesTheTimeThatItMustAndHoldsNoneOfItAgainstTheOrigin() throws Throwable {
        double rate = 100_000;
        Duration least = Duration.ofSeconds(3);
        fixture.settings.total(least.minusMillis(100));
        origin.on("/moved", redirect(302, "/broken"));
        // What is left after the break is asked for with a range.
        origin.on(
                "/broken",
                (asked, socket) ->
                        asked.headers().containsKey("range")
                                ? write(socket, rest(asked.headers().get("range")))
                                : !write(socket, broken()));
        Download download = fixture.settings.download();
        long began = System.nanoTime();
        List<Form.Started> started = new ArrayList<>();
        for (Form form : Form.values()) {
            DownloadTask task = new DownloadTask(fixture.source("/moved"), rate);
            started.add(form.start(download, task, started.size(), 1));
        }
        for (Form.Started attempt : started) {
            assertThat(attempt.await().sha256()).isEqualTo(Fixture.sha256(BODY));
            assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(least.toNanos());
        }
        assertThat(origin.asked())
                .filteredOn(asked -> asked.headers().containsKey("range"))
                .as("each went on where it was")
                .hasSize(started.size());
    }

    private static String broken() {
        return Fixture.OK
                + TAG
                + "Content-Length: "
                + BODY.length()
                + "\r\n\r\n"
                + BODY.substring(0, 100_000);
    }

    private static String rest(String range) {
        int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        return "HTTP/1.1 206 Rest\r\n%sContent-Range: bytes %d-%d/%d\r\nContent-Length: %d\r\n\r\n"
                        .formatted(
                                TAG, from, BODY.length() - 1, BODY.length(), BODY.length() - from)
                + BODY.substring(from);
    }

    /** The whole file is there, and not yet to be had: it came faster than it may. */
    @ParameterizedTest
    @EnumSource
    void stopsInAPauseWhenItIsCancelled(Form form) {
        origin.on("/small", sized("x".repeat(1_000)));
        Download download = fixture.settings.download();
        DownloadTask task = new DownloadTask(fixture.source("/small"), 1);
        Form.Started started = form.start(download, task, 0, 1);
        Path part = fixture.folder.resolve(".part-0-1");
        Await.until(() -> part.toFile().length() == 1_000);
        started.cancel(form);
        assertThatThrownBy(started::await).isInstanceOf(InterruptedException.class);
        assertThat(fixture.files()).isEmpty();
    }

    /** A connection that was paused serves the next download, which has no rate. */
    @ParameterizedTest
    @EnumSource
    void leavesNoPauseBehind(Form form) throws Throwable {
        origin.on("/first", sized("x".repeat(1_000))).on("/next", sized(BODY));
        Download download = fixture.settings.download();
        DownloadTask first = new DownloadTask(fixture.source("/first"), 10_000);
        long began = System.nanoTime();
        assertThat(form.start(download, first, 0, 1).await().bytes()).isEqualTo(1_000);
        assertThat(System.nanoTime() - began)
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        Downloaded next = form.run(download, fixture.source("/next"), 1);
        assertThat(next.bytes()).isEqualTo(BODY.length());
        assertThat(origin.connections()).isOne();
    }
}
