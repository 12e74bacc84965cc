package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.workload.download.Answers.status;
import static regatta.workload.download.Fixture.addresses;
import static regatta.workload.download.Fixture.sha256;
import static regatta.workload.download.TestingOrigin.redirect;
import static regatta.workload.download.TestingOrigin.sized;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import regatta.workload.FailureSide;
import regatta.workload.TaskFailedException;

/** Where downloads go, by name, by address and by redirect, in every form. */
@Timeout(120)
class DownloadGuardIT {
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
    void followsRedirectsAndKeepsTheUrlsName(Form form) throws Throwable {
        origin.on("/old", redirect(301, "/moved?x")).on("/moved?x", redirect(307, "new"));
        origin.on("/new", sized("hello"));
        Downloaded output = form.run(fixture.settings.download(), fixture.source("/old"));
        assertThat(output.file()).isEqualTo("old");
        assertThat(output.url()).isEqualTo(origin.url("/old"));
        assertThat(output.sha256()).isEqualTo(sha256("hello"));
        assertThat(origin.asked())
                .extracting(TestingOrigin.Asked::path)
                .containsExactly("/old", "/moved?x", "/new");
        assertThat(origin.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void boundsRedirects(Form form) {
        origin.on("/loop", redirect(302, "/loop"));
        origin.on("/nowhere", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n");
        origin.on("/ftp", redirect(302, "ftp://127.0.0.1/"));
        origin.on("/user", redirect(302, "http://u:p@127.0.0.1/"));
        fixture.assertFails(form, "/loop", "redirect", false);
        assertThat(origin.asked()).hasSize(1 + TestingSettings.MAX_REDIRECTS);
        fixture.assertFails(form, "/nowhere", "redirect", false);
        fixture.assertFails(form, "/ftp", "redirect", false);
        fixture.assertFails(form, "/user", "redirect", false);
    }

    @ParameterizedTest
    @EnumSource
    void sendsCredentialsToTheirOwnOriginAlone(Form form) throws Throwable {
        try (TestingOrigin other = new TestingOrigin()) {
            other.on("/c", redirect(302, origin.url("/d")));
            origin.on("/a", redirect(302, "/b")).on("/b", redirect(302, other.url("/c")));
            origin.on("/d", sized("hello"));
            Map<String, String> headers = Map.of("X-Key", "k");
            Source secret = new Source(origin.url("/a"), null, null, "user:pass", null, headers);
            assertThat(form.run(fixture.settings.download(), secret).bytes()).isEqualTo(5);
            assertThat(origin.asked())
                    .extracting(asked -> asked.headers().get("authorization"))
                    .containsExactly("Basic dXNlcjpwYXNz", "Basic dXNlcjpwYXNz", null);
            assertThat(origin.asked())
                    .extracting(asked -> asked.headers().get("x-key"))
                    .containsExactly("k", "k", null);
            assertThat(other.asked().getFirst().headers())
                    .doesNotContainKeys("authorization", "x-key")
                    .containsEntry("host", "127.0.0.1:" + other.port());
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsNoByteToARefusedAddress(Form form) throws Throwable {
        try (TestingOrigin canary = new TestingOrigin("127.0.0.2", socket -> socket)) {
            String end = ":" + canary.port() + "/";
            for (String host :
                    List.of(
                            "127.0.0.2",
                            "[::7f00:2]",
                            "[64:ff9b::7f00:2]",
                            "[2002:7f00:2::]",
                            "0.0.0.0",
                            "[::1]",
                            "[::]",
                            "169.254.169.254")) {
                String url = "http://" + host + end;
                origin.on("/to", redirect(302, url));
                fixture.assertFails(form, Source.of(url), "refused-address", false);
                fixture.assertFails(form, "/to", "refused-address", false);
            }
            for (String host :
                    List.of("2130706434", "0177.0.0.2", "127.2", "[::ffff:127.0.0.2]", "a@127.2")) {
                String url = "http://" + host + end;
                origin.on("/to", redirect(302, url));
                fixture.assertFails(form, Source.of(url), "url", false);
                fixture.assertFails(form, "/to", "redirect", false);
            }
            assertThat(canary.connections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesANameWhenOneOfItsAddressesIsRefused(Form form) {
        fixture.settings.names(_ -> addresses("127.0.0.1", "127.0.0.2"));
        Source two = Source.of("http://two.test:" + origin.port() + "/");
        fixture.assertFails(form, two, "refused-address", false);
        assertThat(origin.connections()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void connectsToTheAddressThatWasChecked(Form form) throws Throwable {
        AtomicInteger lookUps = new AtomicInteger();
        fixture.settings.names(
                _ -> addresses(lookUps.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2"));
        origin.on("/a", sized("hello"));
        Source rebinding = Source.of("http://rebinding.test:" + origin.port() + "/a");
        assertThat(form.run(fixture.settings.download(), rebinding).bytes()).isEqualTo(5);
        assertThat(lookUps).hasValue(1);
        assertThat(origin.asked().getFirst().headers())
                .containsEntry("host", "rebinding.test:" + origin.port());
    }

    @ParameterizedTest
    @EnumSource
    void triesTheNextAddressOfAName(Form form) throws Throwable {
        fixture.settings.networks("127.0.0.0/8").names(_ -> addresses("127.0.0.3", "127.0.0.1"));
        origin.on("/a", sized("hello"));
        Source two = Source.of("http://two.test:" + origin.port() + "/a");
        assertThat(form.run(fixture.settings.download(), two).bytes()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void goesThroughAProxyOnlyWhereItMayGoItself(Form form) throws Throwable {
        try (TestingOrigin proxy = new TestingOrigin()) {
            proxy.on("http://origin.test/a?b", sized("hello"));
            fixture.settings
                    .names(_ -> addresses("127.0.0.1"))
                    .proxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
            Source source = Source.of("http://origin.test/a?b");
            Downloaded output = form.run(fixture.settings.download(), source);
            assertThat(output.sha256()).isEqualTo(sha256("hello"));
            fixture.settings.names(_ -> addresses("169.254.169.254"));
            fixture.assertFails(form, source, "refused-address", false);
            assertThat(proxy.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void blamesNoOriginForWhatAProxyMayHaveAnswered(Form form) throws Throwable {
        try (TestingOrigin proxy = new TestingOrigin()) {
            proxy.on("http://origin.test/credentials", status(407, ""));
            proxy.on("http://origin.test/away", status(503, "Retry-After: 1\r\n"));
            fixture.settings
                    .names(_ -> addresses("127.0.0.1"))
                    .proxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
            Source wanted = Source.of("http://origin.test/credentials");
            assertThat(fixture.assertFails(form, wanted, "status", true).side())
                    .isEqualTo(FailureSide.NODE);
            Source away = Source.of("http://origin.test/away");
            assertThat(fixture.assertFails(form, away, "status", true).side())
                    .isEqualTo(FailureSide.LINK);
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatNobodyAnswers(Form form) throws Exception {
        // A port that is bound is nobody else's, and one without a listener refuses.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = nobody.getLocalPort();
            Source refused = Source.of("http://127.0.0.1:" + port + "/a/b?key=secret&c");
            TaskFailedException failure = fixture.assertFails(form, refused, "connect", true);
            assertThat(failure.side()).isEqualTo(FailureSide.ORIGIN);
            assertThat(failure).hasMessageContaining("127.0.0.1:" + port + "/a/b?key=…&…: ");
            fixture.settings.proxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            failure = fixture.assertFails(form, refused, "connect", true);
            assertThat(failure.side()).as("a proxy is the node's").isEqualTo(FailureSide.NODE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsANameThatDoesNotExistFromALookUpThatFails(Form form) {
        Source source = Source.of("http://nobody.test/");
        fixture.settings.names(host -> {
            throw new UnknownHostException(host + ": Name or service not known");
        });
        TaskFailedException failure = fixture.assertFails(form, source, "resolve", false);
        assertThat(failure.side()).isEqualTo(FailureSide.TASK);
        fixture.settings.names(host -> {
            throw new UnknownHostException(host + ": Temporary failure in name resolution");
        });
        failure = fixture.assertFails(form, source, "resolve", true);
        assertThat(failure.side()).isEqualTo(FailureSide.LINK);
    }
}
