package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static regatta.workload.download.VersionTest.head;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import regatta.workload.FailureSide;
import regatta.workload.TaskFailedException;
import regatta.workload.download.http1.Fault;
import regatta.workload.download.http1.Header;
import regatta.workload.download.http1.HttpException;
import regatta.workload.download.http1.ResponseHead;

/** What one attempt decides, and what it leaves in its folder; without an origin. */
class FetchTest {
    private static final String TAG = "\"one\"";

    @TempDir Path directory;
    private TestingSettings settings;

    @BeforeEach
    void limits() {
        settings = new TestingSettings(directory).maxBytes(100);
    }

    @Test
    void sendsCredentialsToTheirOwnOriginAlone() throws Exception {
        Source source =
                new Source("https://a.test/x", null, null, null, "hush", Map.of("X-Key", "k"));
        try (Fetch fetch = fetch(source)) {
            assertThat(sent(fetch, "Authorization")).hasValue("Bearer hush");
            assertThat(fetch.head(head(302, "Location", "https://b.test/c"))).isFalse();
            assertThat(sent(fetch, "Authorization")).isEmpty();
            assertThat(fetch.head(head(302, "Location", "https://b.test/d"))).isFalse();
            assertThat(sent(fetch, "Authorization")).as("a second hop there").isEmpty();
            assertThat(sent(fetch, "X-Key")).isEmpty();
        }
    }

    @Test
    void publishesAFileOnlyWhenItIsWhole() throws Exception {
        try (Fetch fetch = fetch("http://a.test/name.txt")) {
            assertThat(fetch.head(head(200, "Content-Length", "5"))).isTrue();
            fetch.body(bytes("hello"));
            fetch.verify();
            assertThat(files()).containsExactly(".part-7-1");
            Downloaded output = fetch.publish();
            assertThat(output.file()).isEqualTo("name.txt");
            assertThat(output.sha256()).isEqualTo(Fixture.sha256("hello"));
        }
        assertThat(files()).containsExactly("name.txt");
    }

    @Test
    void putsTheTasksIndexBeforeTheExtensionWhereTheNameIsTaken() throws Exception {
        for (String name : List.of("a.tar.gz", "a.tar-7.gz", "a.tar-7-1.gz")) {
            try (Fetch fetch = fetch("http://a.test/a.tar.gz")) {
                assertThat(fetch.head(head(200))).isTrue();
                fetch.verify();
                assertThat(fetch.publish().file()).isEqualTo(name);
            }
        }
    }

    @Test
    void asksForTheRestOnlyWhenMoreIsThereThanEverBefore() throws Exception {
        HttpException broken = new HttpException(Fault.LENGTH, "broken");
        try (Fetch fetch = fetch("http://a.test/x")) {
            assertThat(fetch.head(head(200, "ETag", TAG, "Content-Length", "5"))).isTrue();
            assertThat(fetch.resumes(broken)).as("nothing is there").isFalse();
            fetch.body(bytes("he"));
            assertThat(fetch.resumes(new HttpException(Fault.FRAMING, "no"))).isFalse();
            assertThat(fetch.resumes(broken)).isTrue();
            assertThat(sent(fetch, "Range")).hasValue("bytes=2-");
            assertThat(sent(fetch, "If-Range")).hasValue(TAG);
            assertThat(fetch.head(head(206, "ETag", TAG, "Content-Range", "bytes 2-4/5"))).isTrue();
            assertThat(fetch.resumes(broken)).as("no more than before").isFalse();
            fetch.body(bytes("llo"));
            fetch.verify();
            assertThat(fetch.publish().sha256()).isEqualTo(Fixture.sha256("hello"));
        }
    }

    @Test
    void forgetsItsBeginningWhenTheRestIsOfAnotherVersion() throws Exception {
        try (Fetch fetch = fetch("http://a.test/x")) {
            assertThat(fetch.head(head(200, "ETag", TAG))).isTrue();
            fetch.body(bytes("he"));
            assertThat(fetch.resumes(new HttpException(Fault.RESET, "broken"))).isTrue();
            assertThat(sent(fetch, "Range")).hasValue("bytes=2-");
            ResponseHead other = head(206, "ETag", "\"two\"", "Content-Range", "bytes 2-4/5");
            assertThat(fetch.head(other)).as("asks once more").isFalse();
            assertThat(sent(fetch, "Range")).isEmpty();
        }
    }

    @Test
    void refusesMoreThanTheLimitAnnouncedOrNot() throws Exception {
        try (Fetch fetch = fetch("http://a.test/x")) {
            assertThat(failure(() -> fetch.head(head(200, "Content-Length", "101"))).kind())
                    .isEqualTo("too-large");
        }
        try (Fetch fetch = fetch("http://a.test/x")) {
            assertThat(fetch.head(head(200))).isTrue();
            fetch.body(bytes("x".repeat(100)));
            assertThat(failure(() -> fetch.body(bytes("x"))).kind()).isEqualTo("too-large");
        }
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "404, false, TASK",
        "500, true, TASK",
        "408, true, ORIGIN",
        "429, true, ORIGIN",
        "502, true, ORIGIN",
        "503, true, ORIGIN",
        "504, true, ORIGIN",
    })
    void saysWhoseFailureAStatusIs(int status, boolean retryable, FailureSide side)
            throws Exception {
        try (Fetch fetch = fetch("http://a.test/x")) {
            TaskFailedException failed = failure(() -> fetch.head(head(status)));
            assertThat(failed.retryable()).isEqualTo(retryable);
            assertThat(failed.side()).isEqualTo(side);
            assertThat(failed.pause()).isZero();
        }
    }

    @Test
    void tellsThePauseThatTheOriginAsksFor() throws Exception {
        try (Fetch fetch = fetch("http://a.test/x")) {
            TaskFailedException failed = failure(() -> fetch.head(head(500, "Retry-After", "2")));
            assertThat(failed.pause()).isEqualTo(Duration.ofSeconds(2));
            assertThat(failed.side()).isEqualTo(FailureSide.ORIGIN);
            assertThat(failure(() -> fetch.head(head(503, "Retry-After", "3"))).kind())
                    .as("longer than the limit")
                    .isEqualTo("retry-after");
        }
    }

    @Test
    void blamesTheNodeForItsDisk() throws Exception {
        Files.writeString(directory.resolve("job"), "no folder");
        try (Fetch fetch = fetch("http://a.test/x?key=secret")) {
            TaskFailedException failed;
            try {
                assertThat(fetch.head(head(200))).isTrue();
                throw new AssertionError("it wrote into a folder that is none");
            } catch (java.io.IOException failure) {
                failed = fetch.failed(failure);
            }
            assertThat(failed.side()).isEqualTo(FailureSide.NODE);
            assertThat(failed.retryable()).isTrue();
            assertThat(failed).hasMessageStartingWith("http://a.test/x?key=…: cannot write");
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static TaskFailedException failure(Step step) {
        return catchThrowableOfType(TaskFailedException.class, step::run);
    }

    private Fetch fetch(String url) throws TaskFailedException {
        return fetch(Source.of(url));
    }

    private Fetch fetch(Source source) throws TaskFailedException {
        Form.Context context = new Form.Context("job", 7, 1, new AtomicBoolean());
        return new Fetch(
                source, context, settings.settings(), new AddressGuard(List.of(), List.of()));
    }

    private static Optional<String> sent(Fetch fetch, String name) {
        return fetch.request().headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("job"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
