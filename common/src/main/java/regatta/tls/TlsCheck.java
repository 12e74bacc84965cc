package regatta.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/**
 * Finds what would make peers refuse a certificate. So a node with a wrong certificate fails at its
 * start, and not at its first connection.
 */
final class TlsCheck {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    /** Kinds of names in a certificate (RFC 5280, 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private static final int IP_ADDRESS = 7;

    private final TlsFiles files;
    private final Instant now;
    private final List<X509Certificate> chain;
    private final X509Certificate own;

    TlsCheck(TlsFiles files, Instant now) {
        this.files = files;
        this.now = now;
        this.chain = files.chain();
        this.own = chain.getFirst();
    }

    /**
     * Checks everything that a peer checks.
     *
     * @param host the name or address at which peers connect, in lower case, without brackets
     * @throws IllegalArgumentException if a peer would refuse the certificate; the exception names
     *     the setting, the file and what is wrong
     */
    void check(String host) {
        checkOwn();
        checkPurpose();
        Path ca = files.ca();
        if (ca != null) {
            checkIssuer(ca);
        }
        List<String> names = names(own);
        if (!names.contains(host.contains(":") ? asInNames(host) : host)
                && !names.contains(anyOfDomain(host))) {
            throw wrong(
                    "names "
                            + names
                            + " and not "
                            + host
                            + ", at which peers connect to this node");
        }
    }

    /** Returns an IPv6 address in the form in which the JDK returns those of a certificate. */
    private static String asInNames(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }

    /** Returns the wildcard that stands for a DNS name; an address has none. */
    private static String anyOfDomain(String host) {
        return host.matches("[0-9.]+") ? host : host.replaceFirst("^[^.]+\\.", "*.");
    }

    /** Checks that the key belongs to the certificate, and that the certificate is valid now. */
    void checkOwn() {
        var _ = checkedKey();
        checkTime();
    }

    List<X509Certificate> chain() {
        return chain;
    }

    /** Returns the key after it has checked that the key belongs to the certificate. */
    PrivateKey checkedKey() {
        try {
            String algorithm =
                    switch (own.getPublicKey().getAlgorithm()) {
                        case "EC" -> "SHA256withECDSA";
                        case "RSA" -> "SHA256withRSA";
                        case String other -> other;
                    };
            byte[] probe = "regatta".getBytes(StandardCharsets.US_ASCII);
            Signature signing = Signature.getInstance(algorithm);
            PrivateKey key = files.key(own);
            signing.initSign(key);
            signing.update(probe);
            byte[] signed = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(own);
            verifying.update(probe);
            if (verifying.verify(signed)) {
                return key;
            }
        } catch (GeneralSecurityException differ) {
            // The exception below says that the key does not belong to the certificate.
        }
        throw PemFiles.wrong(
                files.settings() + ".key", files.key(), "is not the key of " + files.certificate());
    }

    private void checkTime() {
        try {
            own.checkValidity(Date.from(now));
        } catch (CertificateException outside) {
            throw wrong(
                    "is valid from %s to %s, but now it is %s"
                            .formatted(
                                    own.getNotBefore().toInstant(),
                                    own.getNotAfter().toInstant(),
                                    now));
        }
    }

    private void checkPurpose() {
        try {
            List<String> purposes = own.getExtendedKeyUsage();
            if (purposes == null || purposes.containsAll(List.of(SERVER_AUTH, CLIENT_AUTH))) {
                return;
            }
        } catch (CertificateException unreadable) {
            // The exception below says that the certificate is not for both purposes.
        }
        throw wrong(
                "is not for both serverAuth and clientAuth; each node is a server and a client");
    }

    private void checkIssuer(Path ca) {
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(chain.getFirst());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(files.trusted(ca), target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException | IOException untrusted) {
            throw wrong(
                    "does not come from a certificate of "
                            + ca
                            + " ("
                            + files.settings()
                            + ".ca): "
                            + untrusted.getMessage());
        }
    }

    private IllegalArgumentException wrong(String what) {
        return PemFiles.wrong(files.settings() + ".certificate", files.certificate(), what);
    }

    /** Returns the DNS names and addresses of a certificate, in lower case. */
    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> each : alternatives) {
                    int kind = (Integer) each.get(0);
                    if (kind == DNS_NAME || kind == IP_ADDRESS) {
                        names.add(String.valueOf(each.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateException unreadable) {
            // An unreadable list has no name that a peer could check.
        }
        return names;
    }
}
