package regatta.http.auth;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import regatta.http.auth.TokenFile.Entry;
import regatta.secret.WatchedFiles;

/**
 * The tokens of a token file. Reads the file again when the file changes; safe from any thread.
 *
 * <p>If the changed file is wrong, the earlier tokens remain valid.
 */
public final class Tokens {
    private final WatchedFiles<List<Entry>> entries;
    private final LongSupplier clock;

    /**
     * Reads the file.
     *
     * @param clock returns monotonic nanoseconds
     * @throws IllegalArgumentException if the file is wrong; the message names the setting, the
     *     file and the line
     */
    public Tokens(Path file, LongSupplier clock) {
        this.clock = clock;
        this.entries =
                new WatchedFiles<>(
                        "the tokens of " + file,
                        List.of(file),
                        () -> TokenFile.read(file),
                        clock.getAsLong());
    }

    /**
     * Returns what a token allows; empty if the file does not have the token. The time that this
     * search takes reveals nothing about the tokens.
     */
    public Optional<Grant> find(String token) {
        byte[] digest = TokenFile.digest(token);
        Optional<Grant> found = Optional.empty();
        for (Entry entry : entries.get(clock.getAsLong())) {
            if (MessageDigest.isEqual(entry.digest(), digest)) {
                found = Optional.of(entry.grant());
            }
        }
        return found;
    }
}
