package regatta.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import regatta.secret.FileFailures;
import regatta.secret.OwnerAlone;
import regatta.tls.ServerTrust;

/**
 * Finds the token that a command sends to a coordinator, and the CA by which the command trusts the
 * coordinator. No option takes the token itself, because other users of a machine can read the
 * arguments of commands.
 */
public final class TokenOption {
    private static final String VARIABLE = "REGATTA_TOKEN";

    /**
     * The folder, in the user's home directory, of the default token file and the default CA file.
     */
    private static final String USUAL = ".config/regatta";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file with the token for a coordinator that wants one (default:"
                            + " REGATTA_TOKEN, else ~/.config/regatta/token).")
    private @Nullable Path file;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "Certificates (PEM) of the CA of a coordinator with HTTPS, trusted beside the"
                            + " JDK's own (default: REGATTA_CA_FILE, else"
                            + " ~/.config/regatta/ca.pem).")
    private @Nullable Path ca;

    /**
     * Returns the socket factory that checks a coordinator's certificate with the user's CA; null
     * if the user has no CA file, so that the JDK's own CAs suffice.
     */
    public @Nullable SSLSocketFactory trust() {
        Path usual = Path.of(System.getProperty("user.home", ""), USUAL, "ca.pem");
        String named = System.getenv().getOrDefault("REGATTA_CA_FILE", "");
        Path file = ca != null ? ca : named.isEmpty() ? usual : Path.of(named);
        boolean chosen = !file.equals(usual);
        return chosen || Files.exists(usual) ? ServerTrust.with("--ca-file", file) : null;
    }

    /**
     * Returns the token; empty if the user has no token.
     *
     * @throws CommandException if the token file cannot be read, is empty, or is readable for other
     *     users
     */
    public String token() {
        return token(file, System.getenv(), System.getProperty("user.home", ""));
    }

    static String token(@Nullable Path named, Map<String, String> environment, String home) {
        if (named != null) {
            return read(named);
        }
        String given = environment.getOrDefault(VARIABLE, "").strip();
        if (!given.isEmpty()) {
            return checked(given, VARIABLE);
        }
        Path usual = Path.of(home, USUAL, "token");
        return Files.exists(usual) ? read(usual) : "";
    }

    /** Refuses what no header can hold. The error of the HTTP client would quote the token. */
    private static String checked(String token, String source) {
        if (token.chars().anyMatch(each -> each < ' ' || each == 0x7f)) {
            throw new CommandException(Exit.USAGE, source + " must have exactly one line");
        }
        return token;
    }

    private static String read(Path file) {
        try {
            Optional<String> open = OwnerAlone.refusal(file);
            if (open.isPresent()) {
                throw new CommandException(
                        Exit.USAGE, "the token file %s %s".formatted(file, open.get()));
            }
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.lines().count() > 1) {
                throw new CommandException(
                        Exit.USAGE, "the token file %s must have exactly one line".formatted(file));
            }
            return checked(token, "the token file " + file);
        } catch (IOException unreadable) {
            throw new CommandException(
                    Exit.USAGE,
                    "the token file %s cannot be read: %s"
                            .formatted(file, FileFailures.text(unreadable)));
        }
    }
}
