package regatta.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import regatta.secret.OwnerAlone;

/**
 * A certificate authority (CA) in a folder, for trying out TLS between nodes. The folder's files
 * are {@code ca.pem} and {@code ca-key.pem}, and {@code HOST.pem} and {@code HOST-key.pem} for each
 * node.
 *
 * <p>The class calls the JDK's keytool, so no library is needed to issue certificates. Anybody who
 * reads {@code ca-key.pem} can make a node that all nodes of this CA trust.
 */
public final class DevelopmentCa {
    private static final String CA = "ca";
    private static final String NODE = "node";
    private static final int CA_DAYS = 3650;
    private static final String PASSWORD = "REGATTA_STORE_PASSWORD";

    private final Path folder;

    /**
     * Creates the authority of a folder, without writing any file yet.
     *
     * @param folder the folder of the authority's files; {@link #issue} creates the folder if it
     *     does not exist
     */
    public DevelopmentCa(Path folder) {
        this.folder = folder;
    }

    /** Returns the file with the authority's certificate. */
    public Path ca() {
        return folder.resolve("ca.pem");
    }

    /** Returns the file with the certificate for a host. */
    public Path certificate(String host) {
        return folder.resolve(fileName(host) + ".pem");
    }

    /** Returns the file with the private key for a host. */
    public Path key(String host) {
        return folder.resolve(fileName(host) + "-key.pem");
    }

    /**
     * Makes a certificate and a key for a node. Makes the authority first if the folder has no
     * authority.
     *
     * @param host the name or address at which other nodes connect to the node
     * @param days for how many days the certificate is valid, from {@code startDate} on
     * @param startDate the day from which the certificate is valid, in keytool's form, such as
     *     {@code -1d} for yesterday
     * @throws IOException if keytool fails or a file cannot be written; the message says why
     */
    public void issue(String host, int days, String startDate) throws IOException {
        Files.createDirectories(folder);
        Path work = Files.createTempDirectory(folder, ".making");
        Path store = work.resolve("store.p12");
        String password = HexFormat.of().formatHex(randomBytes());
        try {
            loadOrMakeAuthority(store, password);
            keytool(store, password, nodeOptions(host, days, startDate));
            KeyStore made = open(store, password);
            Key secret = made.getKey(NODE, password.toCharArray());
            write(certificate(host), made.getCertificate(NODE));
            write(key(host), (PrivateKey) secret);
        } catch (GeneralSecurityException failure) {
            throw new IOException(failure.getMessage(), failure);
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(work);
        }
    }

    private static List<String> nodeOptions(String host, int days, String startDate) {
        String kind = host.matches("[0-9.]+") || host.contains(":") ? "ip" : "dns";
        return List.of(
                "-genkeypair",
                "-alias",
                NODE,
                "-signer",
                CA,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=" + kind + ":" + host,
                "-ext",
                "eku=serverAuth,clientAuth",
                "-startdate",
                startDate,
                "-validity",
                String.valueOf(days));
    }

    private void loadOrMakeAuthority(Path store, String password)
            throws IOException, GeneralSecurityException {
        Path secret = folder.resolve("ca-key.pem");
        if (Files.exists(ca()) && Files.exists(secret)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            X509Certificate authority = PemFiles.certificates("certs", ca()).getFirst();
            PrivateKey key =
                    PemFiles.privateKey("certs", secret, authority.getPublicKey().getAlgorithm());
            keys.setKeyEntry(CA, key, password.toCharArray(), new Certificate[] {authority});
            try (var out = Files.newOutputStream(store)) {
                keys.store(out, password.toCharArray());
            }
            return;
        }
        keytool(
                store,
                password,
                List.of(
                        "-genkeypair",
                        "-alias",
                        CA,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=Regatta development CA "
                                + HexFormat.of().formatHex(randomBytes(), 0, 4),
                        "-ext",
                        "bc:critical=ca:true",
                        "-ext",
                        "ku:critical=keyCertSign",
                        "-validity",
                        String.valueOf(CA_DAYS)));
        KeyStore made = open(store, password);
        write(ca(), made.getCertificate(CA));
        write(secret, (PrivateKey) made.getKey(CA, password.toCharArray()));
    }

    private static void keytool(Path store, String password, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(options);
        // An environment variable passes the password, because other users can read the arguments
        // of a process.
        command.addAll(
                List.of(
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass:env",
                        PASSWORD));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(PASSWORD, password);
        Process started = builder.start();
        try {
            started.getOutputStream().close();
            String said =
                    new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (started.waitFor() != 0) {
                throw new IOException("keytool failed: " + said.strip());
            }
        } catch (InterruptedException stopped) {
            started.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", stopped);
        }
    }

    private static KeyStore open(Path store, String password)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        return keys;
    }

    private static void write(Path file, Certificate certificate)
            throws IOException, GeneralSecurityException {
        Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
    }

    /** Writes a key to a file that no other user can read, not even for a moment. */
    private static void write(Path file, PrivateKey key) throws IOException {
        Files.deleteIfExists(file);
        OwnerAlone.create(file);
        Files.writeString(file, pem("PRIVATE KEY", key.getEncoded()), StandardOpenOption.WRITE);
    }

    private static String pem(String label, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
    }

    /**
     * Returns a host as the name of a file. Replaces the colons of an IPv6 address and the asterisk
     * of a wildcard.
     */
    private static String fileName(String host) {
        return host.replace(':', '_').replace("*", "any");
    }

    private static byte[] randomBytes() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return random;
    }
}
