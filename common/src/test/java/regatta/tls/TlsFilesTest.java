package regatta.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static regatta.tls.TestingAuthorities.OURS;
import static regatta.tls.TestingAuthorities.THEIRS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    private static final String HOST = TestingAuthorities.COORDINATOR;
    private static final String OTHER = TestingAuthorities.WORKER;

    @TempDir private Path own;

    @Test
    void takesWhatTheDevelopmentCaIssued() {
        assertThatCode(() -> files(HOST).check(HOST, Instant.now())).doesNotThrowAnyException();
        assertThatCode(() -> files(OTHER).check(OTHER, Instant.now())).doesNotThrowAnyException();
    }

    @Test
    void takesAnIpv6AddressInEveryForm() {
        for (String form : new String[] {"fd00::1", "[fd00::1]", "FD00:0:0::1"}) {
            assertThatCode(() -> files(TestingAuthorities.IPV6).check(form, Instant.now()))
                    .as(form)
                    .doesNotThrowAnyException();
        }
        refuses(files(TestingAuthorities.IPV6), "fd00::2", Instant.now(), "and not fd00::2");
    }

    @Test
    void takesAFileThatHasTheKeyBeforeTheCertificate() throws IOException {
        Path both =
                Files.writeString(
                        own.resolve("both.pem"),
                        Files.readString(OURS.key(HOST))
                                + Files.readString(OURS.certificate(HOST)));
        TlsFiles combined = new TlsFiles("tls", both, both, OURS.ca());
        assertThatCode(() -> combined.check(HOST, Instant.now())).doesNotThrowAnyException();
    }

    @Test
    void letsOnlyTheOwnerReadKeys() throws IOException {
        assertThat(Files.getPosixFilePermissions(OURS.key(HOST)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void saysWhichNameIsMissing() {
        refuses(files(HOST), "other.example", Instant.now(), ".certificate", "other.example", HOST);
    }

    @Test
    void saysThatACertificateHasExpired() {
        String expired = TestingAuthorities.EXPIRED;
        refuses(files(expired), expired, Instant.now(), ".certificate", "is valid from");
    }

    @Test
    void saysThatAnotherCaIssuedIt() {
        TlsFiles mixed =
                new TlsFiles("tls", THEIRS.certificate(OTHER), THEIRS.key(OTHER), OURS.ca());
        refuses(mixed, OTHER, Instant.now(), ".certificate", "does not come from");
    }

    @Test
    void saysThatAKeyIsAnother() {
        TlsFiles mixed = new TlsFiles("tls", OURS.certificate(HOST), OURS.key(OTHER), OURS.ca());
        refuses(mixed, HOST, Instant.now(), ".key", "is not the key of");
    }

    @Test
    void namesTheFileThatIsMissingOrNoPem() throws IOException {
        Path nothing = own.resolve("nothing.pem");
        Path text = Files.writeString(own.resolve("text.pem"), "not PEM\n");
        TlsFiles good = files(HOST);
        refuses(
                new TlsFiles("tls", nothing, good.key(), good.ca()),
                HOST,
                Instant.now(),
                "tls.certificate",
                "nothing.pem");
        refuses(
                new TlsFiles("tls", good.certificate(), text, good.ca()),
                HOST,
                Instant.now(),
                "tls.key",
                "PKCS #8");
        refuses(
                new TlsFiles("tls", good.certificate(), good.key(), text),
                HOST,
                Instant.now(),
                "tls.ca",
                "text.pem");
    }

    @Test
    void takesABundleOfCas() throws IOException {
        Path bundle =
                Files.writeString(
                        own.resolve("bundle.pem"),
                        Files.readString(THEIRS.ca()) + Files.readString(OURS.ca()));
        TlsFiles files = new TlsFiles("tls", OURS.certificate(HOST), OURS.key(HOST), bundle);

        assertThatCode(() -> files.check(HOST, Instant.now())).doesNotThrowAnyException();
    }

    @Test
    void readsChangedFilesAgainAndKeepsTheLastRightOnes() throws IOException {
        Path certificate = own.resolve("certificate.pem");
        Path key = own.resolve("key.pem");
        Files.copy(OURS.certificate(HOST), certificate);
        Files.copy(OURS.key(HOST), key);
        TlsIdentity identity = new TlsIdentity(new TlsFiles("tls", certificate, key, OURS.ca()));
        SSLContext first = identity.context(0);

        Files.writeString(certificate, "not PEM");
        touch(certificate, 10);
        assertThat(identity.context(2_000_000_000L)).isSameAs(first);

        Files.write(certificate, Files.readAllBytes(OURS.certificate(OTHER)));
        touch(certificate, 20);
        assertThat(identity.context(4_000_000_000L)).as("not its key").isSameAs(first);

        Files.write(key, Files.readAllBytes(OURS.key(OTHER)));
        touch(key, 20);
        SSLContext second = identity.context(6_000_000_000L);
        assertThat(second).isNotSameAs(first);
        assertThat(identity.context(8_000_000_000L)).isSameAs(second);
    }

    private static void touch(Path file, int secondsFromNow) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(secondsFromNow)));
    }

    private static TlsFiles files(String host) {
        return new TlsFiles("tls", OURS.certificate(host), OURS.key(host), OURS.ca());
    }

    private static void refuses(TlsFiles files, String host, Instant now, String... says) {
        assertThatThrownBy(() -> files.check(host, now))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(says);
    }
}
