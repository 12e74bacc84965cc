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
 * The digests that a response states of its own content, in {@code Repr-Digest} and {@code
 * Content-Digest} (RFC 9530) and in {@code Digest} (RFC 3230).
 *
 * <p>As these RFCs ask, this class ignores malformed digests and unknown algorithms.
 */
final class Digests {
    /** The JDK's names of algorithms, by their names in headers. */
    private static final Map<String, String> ALGORITHMS =
            Map.of("sha-256", "SHA-256", "sha-512", "SHA-512", "sha", "SHA-1", "md5", "MD5");

    private final Map<String, byte[]> stated = new HashMap<>();
    private boolean contradictory;

    private Digests() {}

    /** Returns the digests of a response that states no digest. */
    static Digests none() {
        return new Digests();
    }

    /**
     * Reads the digests of the whole file. A {@code Content-Digest} covers only the sent bytes, so
     * it is ignored if the response is the rest of a file (status 206).
     */
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

    /** Computes a digest of the content. */
    interface Content {
        byte[] digest(String algorithm) throws IOException;
    }

    boolean isEmpty() {
        return stated.isEmpty();
    }

    /** Returns the algorithms of the stated digests, by the JDK's names. */
    Set<String> algorithms() {
        return stated.keySet();
    }

    /**
     * Returns the algorithm of a stated digest that differs from the digest of the content; empty
     * if all stated digests agree with the content.
     */
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
