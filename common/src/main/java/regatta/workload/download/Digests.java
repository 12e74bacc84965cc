package regatta.workload.download;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import regatta.workload.download.http1.ResponseHead;

/**
 * The digests that a response states of its content, in {@code Repr-Digest} and {@code
 * Content-Digest} (RFC 9530) and in {@code Digest} (RFC 3230).
 *
 * <p>As these RFCs ask, a malformed digest or an unknown algorithm is ignored.
 */
final class Digests {
    /** Names on the wire to names in the JDK. */
    private static final Map<String, String> ALGORITHMS =
            Map.of("sha-256", "SHA-256", "sha-512", "SHA-512", "sha", "SHA-1", "md5", "MD5");

    private final Map<String, byte[]> stated = new HashMap<>();
    private boolean contradictory;

    private Digests() {}

    /** Nothing was said. */
    static Digests none() {
        return new Digests();
    }

    /** The digests of a response whose body is the whole file, or from here to its end. */
    static Digests of(ResponseHead head) {
        Digests digests = new Digests();
        digests.read(head, "Repr-Digest");
        digests.read(head, "Digest");
        if (head.status() != 206) {
            digests.read(head, "Content-Digest");
        }
        return digests;
    }

    private void read(ResponseHead head, String field) {
        for (String value : head.all(field)) {
            for (String member : value.split(",", -1)) {
                int equals = member.indexOf('=');
                if (equals > 0) {
                    add(member.substring(0, equals), member.substring(equals + 1).strip());
                }
            }
        }
    }

    private void add(String name, String value) {
        String algorithm = ALGORITHMS.get(name.strip().toLowerCase(Locale.ROOT));
        if (algorithm == null) {
            return;
        }
        boolean binary = value.length() > 2 && value.startsWith(":") && value.endsWith(":");
        byte[] digest;
        try {
            String base64 = binary ? value.substring(1, value.length() - 1) : value;
            digest = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return;
        }
        if (digest.length != engine(algorithm).getDigestLength()) {
            return;
        }
        byte[] earlier = stated.putIfAbsent(algorithm, digest);
        contradictory |= earlier != null && !Arrays.equals(earlier, digest);
    }

    /** Reads the content's digest of an algorithm, by the JDK's name. */
    interface Content {
        byte[] digest(String algorithm) throws IOException;
    }

    boolean isEmpty() {
        return stated.isEmpty();
    }

    /** The algorithms of what was said, by the JDK's names. */
    Set<String> algorithms() {
        return stated.keySet();
    }

    /** The algorithm of a digest that the content does not have; empty when all are right. */
    Optional<String> wrong(Content content) throws IOException {
        for (Map.Entry<String, byte[]> one : stated.entrySet()) {
            String algorithm = one.getKey();
            if (contradictory || !Arrays.equals(one.getValue(), content.digest(algorithm))) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    static MessageDigest engine(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            // Every JDK has these algorithms.
            throw new IllegalStateException(impossible);
        }
    }
}
