package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.workload.download.Fixture.CHUNKED;
import static regatta.workload.download.Fixture.OK;
import static regatta.workload.download.Fixture.sha256;
import static regatta.workload.download.TestingOrigin.sized;
import static regatta.workload.download.TestingOrigin.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.workload.TaskFailedException;

/** What is kept, under which name, and what is refused, in every form. */
@Timeout(120)
class DownloadIT {
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

    @ParameterizedTest
    @EnumSource
    void keepsTheContentAndItsDigest(Form form) throws Throwable {
        origin.on("/a/b.txt?q", sized("hello"));
        String url = origin.url("/a/b.txt?q");
        Downloaded output = form.run(fixture.settings.download(), Source.of(url));
        assertThat(output).isEqualTo(new Downloaded(url, 200, "b.txt", 5, sha256("hello")));
        assertThat(fixture.files()).containsExactly("b.txt");
        assertThat(fixture.folder.resolve("b.txt")).hasContent("hello");
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryFraming(Form form) throws Throwable {
        origin.on("/chunked", CHUNKED + "3\r\nhel\r\n2\r\nlo\r\n0\r\nT: x\r\n\r\n");
        origin.on("/empty", sized(""));
        origin.closing("/old", "HTTP/1.0 200 OK\r\n\r\nhello");
        origin.on("/hinted", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + sized("hello"));
        Download download = fixture.settings.download();
        for (String path : new String[] {"/chunked", "/old", "/hinted"}) {
            Downloaded output = form.run(download, fixture.source(path));
            assertThat(output.sha256()).as(path).isEqualTo(sha256("hello"));
        }
        assertThat(form.run(download, fixture.source("/empty")).bytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void streamsMoreThanAnyBufferHolds(Form form) throws Throwable {
        byte[] content = new byte[20 << 20];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31 + i / 255);
        }
        origin.on(
                "/large",
                (_, socket) -> {
                    write(socket, OK + "Content-Length: " + content.length + "\r\n\r\n");
                    socket.getOutputStream().write(content);
                    return true;
                });
        Downloaded output = form.run(fixture.settings.download(), fixture.source("/large"));
        assertThat(output.sha256()).isEqualTo(sha256(content));
        assertThat(sha256(Files.readAllBytes(fixture.folder.resolve("large"))))
                .isEqualTo(output.sha256());
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsNotTheWholeFile(Form form) {
        origin.closing("/short", OK + "Content-Length: 9\r\n\r\nhello");
        origin.closing("/cut", CHUNKED + "5\r\nhello\r\n");
        origin.on("/long", OK + "Content-Length: 3\r\n\r\nhello");
        origin.on("/both", OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc");
        origin.closing("/ninth", "hello");
        origin.closing("/silent", "");
        origin.on("/reset", (_, socket) -> TestingOrigin.reset(socket));
        origin.on("/gzip", OK + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx");
        origin.on("/none", "HTTP/1.1 204 No Content\r\n\r\n");
        origin.on("/part", "HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\nx");
        fixture.assertFails(form, "/short", "length", true);
        fixture.assertFails(form, "/cut", "length", true);
        fixture.assertFails(form, "/long", "framing", false);
        fixture.assertFails(form, "/both", "framing", false);
        fixture.assertFails(form, "/ninth", "framing", false);
        fixture.assertFails(form, "/silent", "reset", true);
        fixture.assertFails(form, "/reset", "reset", true);
        fixture.assertFails(form, "/gzip", "encoding", false);
        fixture.assertFails(form, "/none", "status", false);
        fixture.assertFails(form, "/part", "status", false);
        assertThat(fixture.files()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void saysWhichStatusMayPass(Form form) {
        Map.of(403, false, 404, false, 408, true, 429, true, 500, true, 501, true, 503, true)
                .forEach((status, retryable) -> {
                    String path = "/" + status;
                    origin.on(path, sized("x").replace("200 OK", status + " No"));
                    fixture.assertFails(form, path, "status", retryable);
                });
    }

    @ParameterizedTest
    @EnumSource
    void verifiesAGivenDigest(Form form) throws Throwable {
        origin.on("/a", sized("hello"));
        String url = origin.url("/a");
        Source right = new Source(url, sha256("hello"), "kept", null, null, Map.of());
        Source wrong = new Source(url, sha256("other"), null, null, null, Map.of());
        assertThat(form.run(fixture.settings.download(), right).file()).isEqualTo("kept");
        fixture.assertFails(form, wrong, "sha256", false);
        assertThat(fixture.files()).containsExactly("kept");
    }

    @ParameterizedTest
    @EnumSource
    void givesEachFileANameOfItsOwn(Form form) throws Throwable {
        origin.on("/a.txt", sized("hello")).on("/b/a.txt", sized("other"));
        Download download = fixture.settings.download();
        Source first = fixture.source("/a.txt");
        assertThat(form.run(download, first, 0).file()).isEqualTo("a.txt");
        assertThat(form.run(download, fixture.source("/b/a.txt"), 7).file()).isEqualTo("a-7.txt");
        assertThat(form.run(download, first, 7).file()).isEqualTo("a-7-1.txt");
        assertThat(fixture.folder.resolve("a.txt")).hasContent("hello");
        assertThat(fixture.folder.resolve("a-7.txt")).hasContent("other");
    }

    @ParameterizedTest
    @EnumSource
    void doesNotFollowALinkInPlaceOfTheFolder(Form form) throws Throwable {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createSymbolicLink(fixture.folder, elsewhere);
        origin.on("/a", sized("hello"));
        fixture.assertFails(form, "/a", "disk", true);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void reusesAConnection(Form form) throws Throwable {
        origin.on("/a", sized("hello")).on("/b", CHUNKED + "0\r\n\r\n");
        Download download = fixture.settings.download();
        for (String path : new String[] {"/a", "/b", "/missing", "/a"}) {
            try {
                Downloaded _ = form.run(download, fixture.source(path));
            } catch (TaskFailedException status) {
                assertThat(status.kind()).isEqualTo("status");
            }
        }
        assertThat(origin.asked()).hasSize(4);
        assertThat(origin.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void asksOnceMoreWhenAReusedConnectionEnds(Form form) throws Throwable {
        origin.on("/keep", sized("kept"));
        // Ends only as the next request arrives on it, which nobody can see beforehand.
        origin.on(
                "/late",
                (asked, socket) -> asked.connection() > 1 && write(socket, sized("hello")));
        Download download = fixture.settings.download();
        assertThat(form.run(download, fixture.source("/keep")).bytes()).isEqualTo(4);
        assertThat(form.run(download, fixture.source("/late")).bytes()).isEqualTo(5);
        assertThat(origin.asked())
                .extracting(TestingOrigin.Asked::path)
                .containsExactly("/keep", "/late", "/late");
        assertThat(origin.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void takesNothingOfOneResponseForTheNext(Form form) throws Throwable {
        CountDownLatch published = new CountDownLatch(1);
        CountDownLatch poisoned = new CountDownLatch(1);
        origin.on(
                "/first",
                (_, socket) -> {
                    write(socket, sized("hello"));
                    Await.until(() -> published.getCount() == 0);
                    write(socket, sized("poison"));
                    poisoned.countDown();
                    return true;
                });
        origin.on("/second", sized("clean"));
        Download download = fixture.settings.download();
        assertThat(form.run(download, fixture.source("/first")).bytes()).isEqualTo(5);
        published.countDown();
        poisoned.await();
        Downloaded second = form.run(download, fixture.source("/second"));
        assertThat(second.sha256()).isEqualTo(sha256("clean"));
        assertThat(origin.connections()).isEqualTo(2);
    }
}
