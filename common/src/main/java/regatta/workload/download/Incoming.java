package regatta.workload.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.download.http1.ResponseHead;

/**
 * Decodes, counts, limits and verifies the bytes of a file, and writes the bytes to a part: a file
 * under a hidden name.
 *
 * <p>Closing an object of this class removes the part unless the part was published, that is, got
 * its final name. Only one thread at a time may use an object of this class.
 */
final class Incoming implements Closeable {
    private final DownloadSettings settings;
    private final Path folder;
    private final TaskContext context;
    private final RedirectChain chain;
    private final Reserve reserve;
    private @Nullable PartFile part;
    private @Nullable Decoder decoder;
    private final Map<String, MessageDigest> encoded = new HashMap<>();
    private Digests digests = Digests.none();
    private String givenName = "";
    private long encodedBytes;
    private long whole = -1;

    Incoming(DownloadSettings settings, Path folder, TaskContext context, RedirectChain chain) {
        this.settings = settings;
        this.folder = folder;
        this.context = context;
        this.chain = chain;
        this.reserve = new Reserve(folder, settings.keepFree());
    }

    /** Returns whether an earlier attempt left a part behind that {@link #takeOver} can use. */
    boolean isLeft() {
        return PartFile.isLeft(folder, context.index(), context.attempt());
    }

    /**
     * Takes over the part that a killed attempt left behind. Call this method once, before any
     * other method.
     */
    void takeOver() throws IOException {
        part = PartFile.left(folder, context.index(), context.attempt()).orElse(null);
        givenName = version().map(Version::name).orElse("");
    }

    /**
     * Returns the version of the part's file; empty if no attempt can ask for the rest of the file.
     */
    Optional<Version> version() {
        return part == null ? Optional.empty() : part.version();
    }

    long bytes() {
        return part == null ? 0 : part.bytes();
    }

    /** Returns the name that the response gave the file; empty if the response gave no name. */
    String givenName() {
        return givenName;
    }

    /** Starts the file from its first byte. Bytes of an earlier response are dropped. */
    void begin(ResponseHead head) throws TaskFailedException, IOException {
        end(decoder);
        decoder = decoder(head);
        long length = head.only("Content-Length").flatMap(Version::number).orElse(0L);
        checkSize(length);
        whole = -1;
        if (part == null) {
            part = PartFile.in(folder, context.index(), context.attempt());
        }
        reserve.expect(length);
        digests = Digests.of(head);
        encoded.clear();
        encodedBytes = 0;
        if (decoder != null) {
            // The origin's digest covers the encoded bytes (RFC 9530, section 2), not the file.
            digests.algorithms().forEach(name -> encoded.put(name, Digests.engine(name)));
        }
        givenName = head.only("Content-Disposition").flatMap(Disposition::fileName).orElse("");
        Optional<Version> version =
                decoder == null ? Version.of(chain.url(), head, givenName) : Optional.empty();
        part.restart(version.orElse(null));
    }

    /**
     * Continues the part if the response is exactly the rest of the file. Otherwise empties the
     * part. Returns whether the part continues.
     */
    boolean goOn(ResponseHead head, long from) throws TaskFailedException, IOException {
        Optional<Long> complete =
                head.status() == 206
                        ? version().flatMap(version -> version.wholeWith(head, from))
                        : Optional.empty();
        if (complete.isEmpty()) {
            part().restart(null);
            return false;
        }
        Decoder unexpected = decoder(head);
        if (unexpected != null) {
            unexpected.close();
            throw failed("encoding", chain + " sent the rest of a file in an encoding");
        }
        checkSize(complete.get());
        whole = complete.get();
        Digests stated = Digests.of(head);
        digests = stated.isEmpty() ? digests : stated;
        return true;
    }

    private @Nullable Decoder decoder(ResponseHead head) throws TaskFailedException {
        try {
            return Decoder.of(head).orElse(null);
        } catch (IllegalArgumentException problem) {
            throw failed("encoding", chain + " sent " + problem.getMessage());
        }
    }

    /** Takes a piece of the body. */
    void take(ByteBuffer piece) throws TaskFailedException, IOException {
        Decoder coded = decoder;
        if (coded == null) {
            write(piece);
            return;
        }
        encodedBytes += piece.remaining();
        checkSize(encodedBytes);
        encoded.values().forEach(engine -> engine.update(piece.duplicate()));
        try {
            coded.decode(piece, this::writeDecoded);
        } catch (DataFormatException problem) {
            throw malformed(problem);
        }
    }

    private void writeDecoded(ByteBuffer piece) throws TaskFailedException, IOException {
        long bytes = part().bytes() + piece.remaining();
        if (bytes > DownloadSettings.SMALL && bytes / settings.maxRatio() > encodedBytes) {
            throw failed(
                    "too-large",
                    "%s sent content of more than %d times its encoded size"
                                    .formatted(chain, settings.maxRatio())
                            + " (regatta.download.max-ratio)");
        }
        write(piece);
    }

    private void write(ByteBuffer piece) throws TaskFailedException, IOException {
        PartFile file = part();
        checkSize(file.bytes() + piece.remaining());
        reserve.write(piece.remaining());
        file.write(piece);
    }

    private void checkSize(long bytes) throws TaskFailedException {
        if (bytes > settings.maxBytes()) {
            throw failed(
                    "too-large",
                    "%s sent more than %d bytes (regatta.download.max-bytes)"
                            .formatted(chain, settings.maxBytes()));
        }
    }

    /** Returns whether {@link #verify} must read the whole file. */
    boolean isReadToVerify() {
        return digests.algorithms().stream()
                .anyMatch(name -> !name.equals(PartFile.SHA_256) && !encoded.containsKey(name));
    }

    /** Verifies the complete file, and returns its SHA-256 in hexadecimal. */
    String verify(@Nullable String expected) throws TaskFailedException, IOException {
        PartFile file = part();
        if (whole >= 0 && file.bytes() != whole) {
            throw new TaskFailedException(
                    "length",
                    "the length of the body of %s is not the stated length".formatted(chain),
                    true);
        }
        try {
            if (decoder != null) {
                decoder.end();
            }
        } catch (DataFormatException problem) {
            throw malformed(problem);
        }
        String sha256 = HexFormat.of().formatHex(file.digest(PartFile.SHA_256));
        if (expected != null && !expected.toLowerCase(Locale.ROOT).equals(sha256)) {
            throw failed("sha256", "the content of %s has sha256 %s".formatted(chain, sha256));
        }
        Optional<String> wrong = digests.wrong(this::sent);
        if (wrong.isPresent()) {
            throw failed(
                    "digest",
                    "the content of %s does not match the %s digest that came with it"
                            .formatted(chain, wrong.get()));
        }
        return sha256;
    }

    private byte[] sent(String algorithm) throws IOException {
        MessageDigest engine = encoded.get(algorithm);
        return engine == null ? part().digest(algorithm) : engine.digest();
    }

    /**
     * Gives the file the first of the given names that is free. Returns the name that the file got.
     */
    String publish(List<String> names) throws IOException {
        return part().publish(names);
    }

    private PartFile part() {
        if (part == null) {
            throw new IllegalStateException("a body without a head");
        }
        return part;
    }

    private TaskFailedException malformed(DataFormatException problem) {
        return failed("encoding", chain + " sent malformed content: " + problem.getMessage());
    }

    private static TaskFailedException failed(String kind, String message) {
        return new TaskFailedException(kind, message, false);
    }

    private static void end(@Nullable Decoder decoder) {
        if (decoder != null) {
            decoder.close();
        }
    }

    @Override
    public void close() throws IOException {
        end(decoder);
        if (part != null) {
            part.close();
        }
    }
}
