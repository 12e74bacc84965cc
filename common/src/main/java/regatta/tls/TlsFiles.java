package regatta.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The PEM files of one end of TLS connections.
 *
 * @param settings the path of the settings, such as {@code regatta.cluster.tls}; error messages
 *     contain this path
 * @param certificate the file with this end's certificate, followed by the certificates between
 *     this end's certificate and the CA
 * @param key the file with this end's private key, in PKCS #8 and unencrypted
 * @param ca the file with one or more CA certificates, one of which must have issued a peer's
 *     certificate; null for an end that asks its peers for no certificate
 */
public record TlsFiles(String settings, Path certificate, Path key, @Nullable Path ca) {
    /** The password of key stores that exist only in memory, where a password protects nothing. */
    private static final char[] NO_PASSWORD = new char[0];

    /**
     * Checks that peers with the same CA would accept this end's certificate at a host.
     *
     * @param host the name or address at which peers connect to this end
     * @throws IllegalArgumentException if peers with the same CA would refuse the certificate; the
     *     exception names the setting, the file and what is wrong
     */
    public void check(String host, Instant now) {
        new TlsCheck(this, now).check(unbracketed(host).toLowerCase(Locale.ROOT));
    }

    /**
     * Checks that the key belongs to the certificate, and that the certificate is valid now.
     *
     * @throws IllegalArgumentException if the key does not belong to the certificate or the
     *     certificate is not valid now; the exception names the setting, the file and what is wrong
     */
    public void checkOwn(Instant now) {
        new TlsCheck(this, now).checkOwn();
    }

    /**
     * Makes a TLS context from the present content of the files.
     *
     * @throws IllegalArgumentException if the content of a file is wrong; the exception names the
     *     setting and the file
     */
    SSLContext context() {
        try {
            // While somebody renews them, a certificate may lie beside the key of its predecessor.
            TlsCheck check = new TlsCheck(this, Instant.now());
            PrivateKey key = check.checkedKey();
            List<X509Certificate> chain = check.chain();
            KeyStore keys = emptyStore();
            keys.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keyManagers =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, NO_PASSWORD);
            return context(keyManagers.getKeyManagers());
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalArgumentException(settings + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * Makes a TLS context for an end that has no certificate of its own, and only checks its peers.
     */
    SSLContext trusting() throws GeneralSecurityException, IOException {
        return context(new KeyManager[0]);
    }

    private SSLContext context(KeyManager[] own) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(own, trust(), null);
        return context;
    }

    List<X509Certificate> chain() {
        return PemFiles.certificates(settings + ".certificate", certificate);
    }

    PrivateKey key(X509Certificate own) {
        return PemFiles.privateKey(settings + ".key", key, own.getPublicKey().getAlgorithm());
    }

    /** Reads the CA certificates of a file into a key store. */
    KeyStore trusted(Path bundle) throws GeneralSecurityException, IOException {
        KeyStore trusted = emptyStore();
        int index = 0;
        for (X509Certificate each : PemFiles.certificates(settings + ".ca", bundle)) {
            trusted.setCertificateEntry("ca-" + index++, each);
        }
        return trusted;
    }

    /**
     * Returns the trust managers, which decide which peers to trust. Returns null, which stands for
     * the JDK's own trust managers, if this end asks its peers for no certificates. Such an end
     * never uses a trust manager.
     */
    private TrustManager @Nullable [] trust() throws GeneralSecurityException, IOException {
        if (ca == null) {
            return null;
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted(ca));
        X509ExtendedTrustManager standard =
                (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        return new TrustManager[] {new NamingTrust(standard)};
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
