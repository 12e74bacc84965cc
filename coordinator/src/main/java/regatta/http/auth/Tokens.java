package regatta.http.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import regatta.http.auth.TokenFile.Entry;

/**
 * The tokens of a file. Reads the file again when it changes; safe from any thread.
 *
 * <p>If the changed file is wrong, the earlier tokens remain valid.
 */
public final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final LongSupplier clock;
    private List<Entry> entries;
    private long changedAt;
    private long lookedAt;

    /**
     * Reads the file.
     *
     * @param clock monotonic nanoseconds
     * @throws IllegalArgumentException if the file is wrong; the message names the setting, the
     *     file and the line
     */
    public Tokens(Path file, LongSupplier clock) {
        this.file = file;
        this.clock = clock;
        this.changedAt = lastModified();
        this.entries = TokenFile.read(file);
        this.lookedAt = clock.getAsLong();
    }

    /**
     * Returns what a token allows; empty if the file does not have it. The time that this takes
     * reveals nothing about the tokens.
     */
    public Optional<Grant> find(String token) {
        byte[] digest = TokenFile.digest(token);
        Optional<Grant> found = Optional.empty();
        for (Entry entry : current()) {
            if (MessageDigest.isEqual(entry.digest(), digest)) {
                found = Optional.of(entry.grant());
            }
        }
        return found;
    }

    private synchronized List<Entry> current() {
        long now = clock.getAsLong();
        if (now - lookedAt >= LOOK_AGAIN) {
            lookedAt = now;
            long modified = lastModified();
            if (modified != changedAt) {
                changedAt = modified;
                readAgain();
            }
        }
        return entries;
    }

    private void readAgain() {
        try {
            entries = TokenFile.read(file);
            LOG.info("read {} tokens of {} again", entries.size(), file);
        } catch (IllegalArgumentException wrong) {
            LOG.warn("goes on with the tokens read before: {}", wrong.getMessage());
        }
    }

    private long lastModified() {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException missing) {
            return -1;
        }
    }
}
