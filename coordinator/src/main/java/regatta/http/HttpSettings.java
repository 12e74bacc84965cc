package regatta.http;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.jspecify.annotations.Nullable;
import regatta.http.auth.Tokens;
import regatta.tls.TlsFiles;

/**
 * The settings of the HTTP server, from {@code regatta.http}.
 *
 * @param host the address to listen at
 * @param port the port to listen at; 0 for any free port
 * @param tokenFile the file of tokens, from {@code regatta.auth.token-file}; empty if there is no
 *     such file, so that no request needs a token
 * @param requestsPerSecond the largest number of requests that one token may make per second; 0 if
 *     there is no limit
 * @param tls the certificate and key of HTTPS; null for plain HTTP
 * @param behindProxy whether clients reach this server through a proxy that encrypts
 * @param allowRemoteWithoutAuth whether other machines may reach {@code host} although there is no
 *     token file
 * @param allowedHosts names that a {@code Host} header may have, besides {@code host} and the
 *     loopback names
 * @param maxBody the largest size in bytes of a request's body, except for a submitted job
 * @param maxJobBody the largest size in bytes of a submitted job
 * @param maxBodies the largest total size in bytes of all bodies that the server reads at the same
 *     time
 * @param bodyPace the smallest number of bytes per second, averaged over each ten seconds, at which
 *     a body may arrive
 * @param bodyWithin how long a whole body may take to arrive
 * @param headWithin how long the head of a request may take to arrive
 * @param readWithin how long a client may take to read the next piece of an answer
 * @param maxConnectionsPerAddress the most connections from one address
 * @param maxDepth the most levels of JSON
 * @param maxDigits the most digits of a number
 * @param answerWithin how long the coordinator may take to answer
 * @param eventSilence the time between two comments of a stream of events
 * @param server Pekko HTTP's own settings, from {@code regatta.http.server}
 */
public record HttpSettings(
        String host,
        int port,
        String tokenFile,
        int requestsPerSecond,
        @Nullable TlsFiles tls,
        boolean behindProxy,
        boolean allowRemoteWithoutAuth,
        Set<String> allowedHosts,
        int maxBody,
        int maxJobBody,
        long maxBodies,
        long bodyPace,
        Duration bodyWithin,
        Duration headWithin,
        Duration readWithin,
        int maxConnectionsPerAddress,
        int maxDepth,
        int maxDigits,
        Duration answerWithin,
        Duration eventSilence,
        ServerSettings server) {

    /** The path of the dispatcher whose threads write what clients read. */
    public static final String READERS = "regatta.http.readers-dispatcher";

    public HttpSettings {
        allowedHosts = Set.copyOf(allowedHosts);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("regatta.http.port must be 0 to 65535, not " + port);
        }
        if (maxBody < 1 || maxJobBody < 1) {
            throw new IllegalArgumentException(
                    "regatta.http.max-body and max-job-body must be 1 to 2 GiB");
        }
        if (requestsPerSecond < 0) {
            throw new IllegalArgumentException(
                    "regatta.auth.requests-per-second must not be negative");
        }
        requirePositive("head-within", headWithin);
        requirePositive("body-within", bodyWithin);
        requirePositive("read-within", readWithin);
        requirePositive("answer-within", answerWithin);
        requirePositive("event-silence", eventSilence);
        if (maxConnectionsPerAddress < 1) {
            throw new IllegalArgumentException(
                    "regatta.http.max-connections-per-address must be above 0");
        }
        Duration longest = Query.LONGEST_WAIT.plus(answerWithin);
        var idle = server.getTimeouts().idleTimeout();
        if (idle.isFinite() && idle.toNanos() <= longest.toNanos()) {
            throw new IllegalArgumentException(
                    "regatta.http.server.idle-timeout must be longer than %d s, the longest wait for a job and regatta.http.answer-within"
                            .formatted(longest.toSeconds()));
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("regatta.http." + key + " must be above 0");
        }
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if a setting is out of range
     * @throws com.typesafe.config.ConfigException if a setting is missing or has a wrong type
     */
    public static HttpSettings of(Config root) {
        Config http = root.getConfig("regatta.http");
        Config server =
                http.getConfig("server")
                        .atPath("pekko.http.server")
                        .withFallback(http.getConfig("parsing").atPath("pekko.http.parsing"))
                        .withFallback(root);
        return new HttpSettings(
                http.getString("host"),
                http.getInt("port"),
                root.getString("regatta.auth.token-file"),
                root.getInt("regatta.auth.requests-per-second"),
                tls(http.getConfig("tls")),
                http.getBoolean("behind-proxy"),
                http.getBoolean("allow-remote-without-auth"),
                new TreeSet<>(http.getStringList("allowed-hosts")),
                bytes(http, "max-body"),
                bytes(http, "max-job-body"),
                http.getBytes("max-bodies"),
                http.getBytes("body-pace"),
                http.getDuration("body-within"),
                http.getDuration("head-within"),
                http.getDuration("read-within"),
                http.getInt("max-connections-per-address"),
                http.getInt("max-depth"),
                http.getInt("max-digits"),
                http.getDuration("answer-within"),
                http.getDuration("event-silence"),
                ServerSettings.create(server));
    }

    private static int bytes(Config http, String key) {
        return Math.toIntExact(Math.min(http.getBytes(key), Integer.MAX_VALUE - 16));
    }

    /** Returns how long a connection may stay open without any byte. */
    Duration idleTimeout() {
        var idle = server.getTimeouts().idleTimeout();
        return idle.isFinite() ? Duration.ofNanos(idle.toNanos()) : Duration.ofDays(365);
    }

    /**
     * Returns the address to listen at.
     *
     * @throws IllegalArgumentException if the address is unknown, or if other machines can reach it
     *     although tokens or encryption are missing
     */
    public InetAddress bindAddress() {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("regatta.http.host: no address for " + host, e);
        }
        if (!Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
            checkReachableByOthers();
        }
        return addresses[0];
    }

    private void checkReachableByOthers() {
        if (tokenFile.isEmpty() && !allowRemoteWithoutAuth) {
            throw new IllegalArgumentException(
                    "regatta.http.host is "
                            + host
                            + ", which other machines can reach without a token; set"
                            + " regatta.auth.token-file");
        }
        if (!tokenFile.isEmpty() && tls == null && !behindProxy) {
            throw new IllegalArgumentException(
                    "regatta.http.host is "
                            + host
                            + ", and tokens would cross the network readable; set"
                            + " regatta.http.tls.certificate and key, or regatta.http.behind-proxy"
                            + " = on where a proxy encrypts");
        }
    }

    /** Returns the tokens of the token file; null if there is no token file. */
    @Nullable Tokens tokens() {
        return tokenFile.isEmpty() ? null : new Tokens(Path.of(tokenFile), System::nanoTime);
    }

    private static @Nullable TlsFiles tls(Config block) {
        String certificate = block.getString("certificate");
        String key = block.getString("key");
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException(
                    "regatta.http.tls needs both, certificate and key, or none");
        }
        return certificate.isEmpty()
                ? null
                : new TlsFiles("regatta.http.tls", Path.of(certificate), Path.of(key), null);
    }
}
