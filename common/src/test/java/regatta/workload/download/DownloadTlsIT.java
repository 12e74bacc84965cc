package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;
import static regatta.workload.download.Fixture.OK;
import static regatta.workload.download.Fixture.addresses;
import static regatta.workload.download.Fixture.sha256;
import static regatta.workload.download.TestingOrigin.redirect;
import static regatta.workload.download.TestingOrigin.sized;
import static regatta.workload.download.TestingOrigin.write;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Downloads over TLS, in every form; the certificate is made by the JDK's own keytool. */
@Timeout(120)
class DownloadTlsIT {
    private static final String NAMES = "dns:origin.test,ip:127.0.0.1";

    @TempDir static Path keys;
    private static TestingCertificates certificates;
    @TempDir Path directory;
    private Fixture fixture;
    private TestingOrigin secure;
    private final AtomicReference<Socket> accepted = new AtomicReference<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestingCertificates(keys);
        certificates.make("origin", "-0d", NAMES);
        certificates.make("expired", "-60d", NAMES);
    }

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture(directory);
        fixture.settings.caFile(certificates.pem("origin")).names(_ -> addresses("127.0.0.1"));
        secure =
                new TestingOrigin(
                        "127.0.0.1",
                        socket -> {
                            accepted.set(socket);
                            return certificates.layered("origin", socket);
                        });
    }

    @AfterEach
    void close() throws IOException {
        secure.close();
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheContent(Form form) throws Throwable {
        String content = "0123456789".repeat(300_000);
        secure.on("/a", sized(content)).on("/b", redirect(302, "/a"));
        Download download = fixture.settings.download();
        for (String host : List.of("origin.test", "127.0.0.1")) {
            Downloaded output = form.run(download, source(host, "/b"));
            assertThat(output.sha256()).isEqualTo(sha256(content));
        }
        assertThat(secure.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhomItDoesNotTrust(Form form) {
        secure.on("/a", sized("hello"));
        fixture.assertFails(form, source("other.test", "/a"), "tls", false);
        fixture.settings.caFile(null);
        fixture.assertFails(form, source("origin.test", "/a"), "tls", false);
        assertThat(secure.asked()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesToGoOnInTheClear(Form form) {
        fixture.origin.on("/a", sized("hello"));
        secure.on("/a", redirect(302, fixture.origin.url("/a")));
        fixture.assertFails(form, source("origin.test", "/a"), "redirect", false);
        assertThat(fixture.origin.connections()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void goesOnFromHttpToHttps(Form form) throws Throwable {
        secure.on("/a", sized("hello"));
        fixture.origin.on("/a", redirect(301, source("origin.test", "/a").url()));
        Downloaded output = form.run(fixture.settings.download(), fixture.source("/a"));
        assertThat(output.sha256()).isEqualTo(sha256("hello"));
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheEndOfABodyFromACut(Form form) throws Throwable {
        secure.closing("/whole", OK + "\r\nhello");
        secure.on(
                "/cut",
                (_, socket) -> {
                    write(socket, OK + "\r\nhello");
                    // Below TLS, so that it cannot say goodbye.
                    accepted.get().close();
                    return false;
                });
        Downloaded whole = form.run(fixture.settings.download(), source("origin.test", "/whole"));
        assertThat(whole.sha256()).isEqualTo(sha256("hello"));
        fixture.assertFails(form, source("origin.test", "/cut"), "length", true);
        assertThat(fixture.files()).containsExactly("whole");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnOriginThatSpeaksNoTls(Form form) throws Exception {
        try (TestingOrigin plain =
                new TestingOrigin(
                        "127.0.0.1",
                        socket -> {
                            write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
                            return socket;
                        })) {
            Source source = Source.of("https://127.0.0.1:" + plain.port() + "/a");
            fixture.assertFails(form, source, "tls", false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheHandshake(Form form) throws Exception {
        try (TestingOrigin mute =
                new TestingOrigin(
                        "127.0.0.1",
                        socket -> {
                            TestingOrigin.drip(socket, "");
                            return socket;
                        })) {
            fixture.settings.connect(Duration.ofMillis(300));
            Source source = Source.of("https://127.0.0.1:" + mute.port() + "/a");
            fixture.assertFails(form, source, "timeout", true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesACertificateThatHasExpired(Form form) throws Exception {
        try (TestingOrigin origin =
                new TestingOrigin("127.0.0.1", socket -> certificates.layered("expired", socket))) {
            fixture.settings.caFile(certificates.pem("expired"));
            Source source = Source.of("https://127.0.0.1:" + origin.port() + "/a");
            fixture.assertFails(form, source, "tls", false);
            assertThat(origin.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void asksAgainWhenTheHandshakeBreaks(Form form) throws Exception {
        try (TestingOrigin broken =
                new TestingOrigin(
                        "127.0.0.1",
                        socket -> {
                            int _ = socket.getInputStream().read();
                            TestingOrigin.reset(socket);
                            throw new IOException("broken on purpose");
                        })) {
            Source source = Source.of("https://127.0.0.1:" + broken.port() + "/a");
            fixture.assertFails(form, source, "reset", true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesThroughAProxyThatOpensTheWay(Form form) throws Throwable {
        String content = "0123456789".repeat(300_000);
        secure.on("/a", sized(content));
        try (TestingProxy proxy = new TestingProxy(secure.port(), "HTTP/1.1 200 Go on\r\n\r\n")) {
            fixture.settings.proxy(proxy.address());
            Downloaded output = form.run(fixture.settings.download(), source("origin.test", "/a"));
            assertThat(output.sha256()).isEqualTo(sha256(content));
            assertThat(proxy.asked())
                    .containsExactly("CONNECT origin.test:" + secure.port() + " HTTP/1.1");
            fixture.settings.names(_ -> addresses("169.254.169.254"));
            fixture.assertFails(form, source("origin.test", "/a"), "refused-address", false);
            assertThat(proxy.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatTheProxyRefuses(Form form) throws Throwable {
        try (TestingProxy proxy = new TestingProxy(secure.port(), "HTTP/1.1 403 No\r\n\r\n")) {
            fixture.settings.proxy(proxy.address());
            fixture.assertFails(form, source("origin.test", "/a"), "connect", true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnInTheClearWhereThatIsAllowed(Form form) throws Throwable {
        fixture.origin.on("/a", sized("hello"));
        secure.on("/a", redirect(302, fixture.origin.url("/a")));
        fixture.settings.allowInsecureRedirects();
        Downloaded output = form.run(fixture.settings.download(), source("origin.test", "/a"));
        assertThat(output.sha256()).isEqualTo(sha256("hello"));
    }

    private Source source(String host, String path) {
        return Source.of("https://" + host + ":" + secure.port() + path);
    }
}
