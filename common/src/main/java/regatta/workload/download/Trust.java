package regatta.workload.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the certificates of the JDK's authorities and the certificates of a file. Safe from any
 * thread.
 *
 * <p>The first use makes the TLS context, because making the context takes a tenth of a second and
 * many jobs need no TLS.
 */
final class Trust implements Supplier<SSLContext> {
    private final List<Certificate> added;
    private @Nullable SSLContext context;

    /**
     * Reads the file without waiting for the first use, so that a node with a wrong file fails at
     * its start.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    Trust(Optional<Path> caFile) {
        added = caFile.map(Trust::read).orElse(List.of());
    }

    private static List<Certificate> read(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "regatta.download.ca-file: " + file + " holds no certificate");
            }
            return List.copyOf(certificates);
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalArgumentException(
                    "regatta.download.ca-file: cannot read " + file + ": " + failure, failure);
        }
    }

    @Override
    public synchronized SSLContext get() {
        if (context == null) {
            try {
                context = make();
            } catch (IOException | GeneralSecurityException failure) {
                throw new IllegalStateException("no TLS on this JDK", failure);
            }
        }
        return context;
    }

    private SSLContext make() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        List<Certificate> all = new ArrayList<>(added);
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager jdk) {
                all.addAll(List.<X509Certificate>of(jdk.getAcceptedIssuers()));
            }
        }
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry("ca-" + i, all.get(i));
        }
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(null, managers(store), null);
        return made;
    }

    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
