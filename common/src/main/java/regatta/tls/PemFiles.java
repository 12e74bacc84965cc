package regatta.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import regatta.secret.FileFailures;

/** Reads PEM files (RFC 7468). Each error names the setting and the file. */
final class PemFiles {
    /** The size of the largest file that is read. A bundle of every public CA has about 250 KiB. */
    private static final int MAX_BYTES = 4 << 20;

    private static final Pattern OTHER_BLOCK =
            Pattern.compile(
                    "-----BEGIN (?![A-Z0-9 ]*CERTIFICATE)[A-Z0-9 ]+-----[^-]*+-----END [A-Z0-9 ]+-----");

    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";

    private PemFiles() {}

    /**
     * Reads all certificates of a file, in the file's order.
     *
     * @throws IllegalArgumentException if the file cannot be read or has no certificate
     */
    static List<X509Certificate> certificates(String setting, Path file) {
        byte[] bytes = read(setting, file);
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(withoutOtherBlocks(bytes)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw wrong(setting, file, "has no certificate (PEM)");
            }
            return found;
        } catch (CertificateException unreadable) {
            throw wrong(setting, file, "has no readable certificate: " + unreadable.getMessage());
        }
    }

    /**
     * Returns a file without its keys and the like, because some files have the key before the
     * certificate, and the JDK takes the first block of a file for a certificate.
     */
    private static byte[] withoutOtherBlocks(byte[] file) {
        return OTHER_BLOCK
                .matcher(new String(file, StandardCharsets.ISO_8859_1))
                .replaceAll("")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads an unencrypted PKCS #8 key.
     *
     * @param algorithm the algorithm of the certificate's public key, such as EC or RSA
     * @throws IllegalArgumentException if the file cannot be read or has no unencrypted PKCS #8 key
     *     of the algorithm
     */
    static PrivateKey privateKey(String setting, Path file, String algorithm) {
        String text = new String(read(setting, file), StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(KEY_BEGIN);
        int end = text.indexOf(KEY_END);
        if (begin < 0 || end < begin) {
            throw wrong(
                    setting,
                    file,
                    "has no 'BEGIN PRIVATE KEY' (PKCS #8, unencrypted); openssl pkcs8 -topk8 -nocrypt"
                            + " converts other forms");
        }
        try {
            String body = text.substring(begin + KEY_BEGIN.length(), end);
            byte[] encoded = Base64.getMimeDecoder().decode(body);
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException unreadable) {
            // The new exception has no cause, because the cause may quote the key.
            throw wrong(
                    setting, file, "has no readable key of the certificate's kind, " + algorithm);
        }
    }

    static IllegalArgumentException wrong(String setting, Path file, String what) {
        return new IllegalArgumentException(setting + ": " + file + " " + what);
    }

    private static byte[] read(String setting, Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw wrong(setting, file, "is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw wrong(setting, file, "cannot be read: " + FileFailures.text(unreadable));
        }
    }
}
