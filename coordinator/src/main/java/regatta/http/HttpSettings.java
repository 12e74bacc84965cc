package regatta.http;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/**
 * The settings of the HTTP server, from {@code regatta.http}.
 *
 * @param host the address to listen at
 * @param port 0 for any free one
 * @param allowRemoteWithoutAuth whether {@code host} may be other than the loopback address
 * @param allowedHosts names in a {@code Host} header that are let through, beside {@code host} and
 *     the loopback names
 * @param maxBody most bytes of a request's body, except for a job's
 * @param maxJobBody most bytes of a job as submitted
 * @param maxBodies most bytes of all bodies that are being read at a time
 * @param bodyWithin how long a body may take to arrive
 * @param maxDepth most levels of JSON
 * @param maxDigits most digits of a number
 * @param answerWithin how long the coordinator may take to answer
 * @param eventSilence after how long without an event a comment is sent
 * @param server Pekko HTTP's own settings, from {@code regatta.http.server}
 */
public record HttpSettings(
        String host,
        int port,
        boolean allowRemoteWithoutAuth,
        Set<String> allowedHosts,
        int maxBody,
        int maxJobBody,
        long maxBodies,
        Duration bodyWithin,
        int maxDepth,
        int maxDigits,
        Duration answerWithin,
        Duration eventSilence,
        ServerSettings server) {
    static final String OVERRIDE = "regatta.http.allow-remote-without-auth";

    public HttpSettings {
        allowedHosts = Set.copyOf(allowedHosts);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("regatta.http.port must be 0 to 65535, not " + port);
        }
        if (maxBody < 1 || maxJobBody < 1) {
            throw new IllegalArgumentException(
                    "regatta.http.max-body and max-job-body must be 1 to 2 GiB");
        }
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException when one is out of range
     * @throws com.typesafe.config.ConfigException when one is missing or of a wrong type
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
                http.getBoolean("allow-remote-without-auth"),
                new TreeSet<>(http.getStringList("allowed-hosts")),
                bytes(http, "max-body"),
                bytes(http, "max-job-body"),
                http.getBytes("max-bodies"),
                http.getDuration("body-within"),
                http.getInt("max-depth"),
                http.getInt("max-digits"),
                http.getDuration("answer-within"),
                http.getDuration("event-silence"),
                ServerSettings.create(server));
    }

    private static int bytes(Config http, String key) {
        return Math.toIntExact(Math.min(http.getBytes(key), Integer.MAX_VALUE - 16));
    }

    /**
     * The address to listen at.
     *
     * @throws IllegalArgumentException when it is unknown, or not loopback and not allowed to be
     */
    public InetAddress bindAddress() {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("regatta.http.host: no address for " + host, e);
        }
        boolean loopback = Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress);
        if (!loopback && !allowRemoteWithoutAuth) {
            throw new IllegalArgumentException(
                    "regatta.http.host is "
                            + host
                            + ", which others can reach, and nobody would have to say who they"
                            + " are; if that is wanted, set "
                            + OVERRIDE
                            + "=true");
        }
        return addresses[0];
    }
}
