package regatta.http.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import regatta.secret.FileFailures;
import regatta.secret.OwnerAlone;

/**
 * Reads a token file, with one token in each line: {@code TOKEN|sha256:HEX [scopes [name]]}.
 *
 * <p>A line begins with the token, which is a text of at least 32 characters, or with the token's
 * SHA-256 in hexadecimal. Scopes are a list of {@code read}, {@code submit} and {@code admin},
 * separated by commas; a token without scopes in its line has all scopes. Blank lines and lines
 * that begin with {@code #} are ignored.
 */
final class TokenFile {
    private static final String SETTING = "regatta.auth.token-file";
    private static final String DIGEST = "sha256:";
    private static final int MIN_TOKEN = 32;
    private static final int MAX_BYTES = 1 << 20;

    private TokenFile() {}

    /**
     * One line of the file.
     *
     * @param digest the SHA-256 of the token
     */
    @SuppressWarnings("ArrayRecordComponent") // compared in constant time, never by equals
    record Entry(byte[] digest, Grant grant) {}

    /**
     * Reads the tokens of a file, which must have at least one token.
     *
     * @throws IllegalArgumentException if the file is wrong. The message names the setting, the
     *     file and the line, but quotes no token.
     */
    static List<Entry> read(Path file) {
        checkMode(file);
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                entries.add(entry(file, number, text));
            }
        }
        if (entries.isEmpty()) {
            throw wrong(file, "has no token; a line is TOKEN [scopes [name]]");
        }
        return List.copyOf(entries);
    }

    static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void checkMode(Path file) {
        try {
            Optional<String> open = OwnerAlone.refusal(file);
            if (open.isPresent()) {
                throw wrong(file, open.get());
            }
        } catch (IOException unreadable) {
            throw wrong(file, "cannot be read: " + FileFailures.text(unreadable));
        }
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw wrong(file, "is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw wrong(file, "cannot be read: " + FileFailures.text(unreadable));
        }
    }

    private static Entry entry(Path file, int number, String line) {
        String[] words = line.split("\\s+", 3);
        Set<Scope> scopes =
                words.length < 2 ? EnumSet.allOf(Scope.class) : scopes(file, number, words[1]);
        String name = words.length < 3 ? "token-" + number : words[2];
        return new Entry(digest(file, number, words[0]), new Grant(name, scopes));
    }

    private static byte[] digest(Path file, int number, String token) {
        if (token.startsWith(DIGEST)) {
            String hex = token.substring(DIGEST.length());
            if (!hex.matches("[0-9a-fA-F]{64}")) {
                throw wrong(file, "line " + number + ": sha256: takes 64 hexadecimal digits");
            }
            return HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT));
        }
        if (token.length() < MIN_TOKEN) {
            throw wrong(
                    file,
                    "line %d: a token has at least %d characters, not %d"
                            .formatted(number, MIN_TOKEN, token.length()));
        }
        return digest(token);
    }

    private static Set<Scope> scopes(Path file, int number, String words) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : words.split(",", -1)) {
            scopes.add(
                    EnumSet.allOf(Scope.class).stream()
                            .filter(scope -> scope.word().equals(word))
                            .findFirst()
                            .orElseThrow(() ->
                                    wrong(
                                            file,
                                            "line "
                                                    + number
                                                    + ": scopes are of read,submit,admin, without"
                                                    + " spaces")));
        }
        return scopes;
    }

    private static IllegalArgumentException wrong(Path file, String what) {
        return new IllegalArgumentException(SETTING + ": " + file + " " + what);
    }
}
