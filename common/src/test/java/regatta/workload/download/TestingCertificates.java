package regatta.workload.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Certificates that sign themselves, made in a folder by the JDK's own keytool. */
final class TestingCertificates {
    private static final char[] PASSWORD = "testing".toCharArray();

    private final Path folder;

    TestingCertificates(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes one, valid for thirty days.
     *
     * @param start from when on, such as {@code -60d}
     * @param names whom it is for, such as {@code dns:origin.test,ip:127.0.0.1}
     */
    void make(String name, String start, String names) throws IOException {
        keytool(
                List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=origin"),
                List.of("-startdate", start, "-validity", "30", "-ext", "san=" + names),
                name);
        keytool(List.of("-exportcert", "-rfc"), List.of("-file", pem(name).toString()), name);
    }

    /** Where the certificate is, to be trusted. */
    Path pem(String name) {
        return folder.resolve(name + ".pem");
    }

    /** A server's side of TLS on a connection, with this certificate. */
    Socket layered(String name, Socket accepted) throws IOException {
        SSLSocket socket =
                (SSLSocket) context(name).getSocketFactory().createSocket(accepted, null, true);
        socket.setUseClientMode(false);
        return socket;
    }

    private SSLContext context(String name) throws IOException {
        try (InputStream in = Files.newInputStream(store(name))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IOException(unusable);
        }
    }

    private Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    private void keytool(List<String> what, List<String> more, String name) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(what);
        command.addAll(more);
        command.addAll(List.of("-alias", "origin", "-keystore", store(name).toString()));
        command.addAll(List.of("-storepass", new String(PASSWORD), "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            throw new AssertionError(ended);
        }
        assertThat(process.exitValue()).as(output).isZero();
    }
}
