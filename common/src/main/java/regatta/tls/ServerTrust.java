package regatta.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the servers that a client trusts: the servers with a certificate of one of the JDK's CAs
 * or of one of the client's own CAs.
 */
public final class ServerTrust {
    private ServerTrust() {}

    /**
     * Returns a factory of sockets that trust the CAs of a file as well as the JDK's CAs.
     *
     * @param setting the setting that names the file; error messages contain this setting
     * @param file a file with CA certificates in PEM
     * @throws IllegalArgumentException if the file cannot be read or has no certificate
     */
    public static SSLSocketFactory with(String setting, Path file) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int index = 0;
            for (X509Certificate each : PemFiles.certificates(setting, file)) {
                trusted.setCertificateEntry("own-" + index++, each);
            }
            for (X509Certificate each : manager(null).getAcceptedIssuers()) {
                trusted.setCertificateEntry("jdk-" + index++, each);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new X509TrustManager[] {manager(trusted)}, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns a trust manager that trusts the given CAs, or the JDK's own CAs if null is given. */
    private static X509TrustManager manager(@Nullable KeyStore trusted)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
