package regatta.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Leaves the decision about a certificate to the JDK, and names the certificate in each refusal.
 */
final class NamingTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager standard;

    NamingTrust(X509ExtendedTrustManager standard) {
        this.standard = standard;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        named(chain, () -> standard.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        named(chain, () -> standard.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        named(chain, () -> standard.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        named(chain, () -> standard.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        named(chain, () -> standard.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        named(chain, () -> standard.checkServerTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return standard.getAcceptedIssuers();
    }

    private static void named(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException refusal) {
            String whose =
                    "certificate of %s, issued by %s: %s"
                            .formatted(
                                    chain[0].getSubjectX500Principal().getName(),
                                    chain[0].getIssuerX500Principal().getName(),
                                    reason(refusal));
            throw new CertificateException(whose, refusal);
        }
    }

    private static String reason(CertificateException refusal) {
        String message = String.valueOf(refusal.getMessage());
        return message.contains("unable to find valid certification path")
                ? "it does not come from a CA that this node trusts"
                : message;
    }
}
