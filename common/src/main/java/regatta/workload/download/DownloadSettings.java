package regatta.workload.download;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import regatta.workload.WorkloadSettings;
import regatta.workload.download.http1.Limits;

/**
 * Block {@code regatta.download} of the configuration.
 *
 * @param directory the directory that holds a folder for each job
 * @param allowedNetworks blocks of addresses that a download may reach although the blocks are
 *     special
 * @param maxBytes the largest allowed length of a file
 * @param keepFree how many bytes of the disk must stay free
 * @param maxRatio the largest ratio of decoded to encoded size; content of at most {@link #SMALL}
 *     bytes may exceed this ratio
 * @param allowInsecureRedirects whether an https URL may redirect to an http URL
 * @param maxRetryAfter the longest wait that an origin may ask for
 * @param proxyOrNull the proxy of all requests; null if requests use no proxy
 * @param caFileOrNull a file of certificates (PEM) to trust besides the JDK's own certificates;
 *     null if there is no such file
 */
record DownloadSettings(
        Path directory,
        List<Network> allowedNetworks,
        List<AddressGuard.PortRange> allowedPorts,
        long maxBytes,
        long keepFree,
        Limits limits,
        int maxRatio,
        int maxRedirects,
        boolean allowInsecureRedirects,
        Duration maxRetryAfter,
        @Nullable InetSocketAddress proxyOrNull,
        @Nullable Path caFileOrNull,
        int maxUrls,
        int maxTasks) {
    /** Content that decodes to at most this many bytes is harmless at any ratio. */
    static final long SMALL = 1 << 20;

    private static final int MOST_URLS = 1_000_000;
    private static final int MOST_TASKS = 100_000_000;
    private static final Duration LONGEST = Duration.ofDays(30);

    DownloadSettings {
        require("max-bytes", maxBytes, 1, Long.MAX_VALUE);
        require("keep-free", keepFree, 0, Long.MAX_VALUE);
        require("max-ratio", maxRatio, 1, 1_000_000);
        require("max-redirects", maxRedirects, 0, 100);
        require("max-urls", maxUrls, 1, MOST_URLS);
        require("max-tasks", maxTasks, 1, MOST_TASKS);
        require("stall-bytes", limits.stallBytes(), 1, Integer.MAX_VALUE);
        require("connect-timeout", limits.connect());
        require("first-byte-timeout", limits.firstByte());
        require("stall-timeout", limits.stall());
        require("total-timeout", limits.total());
        require("max-retry-after", maxRetryAfter);
    }

    static DownloadSettings of(WorkloadSettings block) {
        String caFile = block.string("ca-file");
        return new DownloadSettings(
                block.path("directory").toAbsolutePath().normalize(),
                parse(block, "allowed-networks", Network::parse),
                parse(block, "allowed-ports", AddressGuard.PortRange::parse),
                block.bytes("max-bytes"),
                block.bytes("keep-free"),
                new Limits(
                        block.duration("connect-timeout"),
                        block.duration("first-byte-timeout"),
                        block.duration("stall-timeout"),
                        block.bytes("stall-bytes"),
                        block.duration("total-timeout")),
                block.integer("max-ratio"),
                block.integer("max-redirects"),
                block.flag("allow-insecure-redirects"),
                block.duration("max-retry-after"),
                proxy(block.string("proxy")),
                caFile.isEmpty() ? null : Path.of(caFile),
                block.integer("max-urls"),
                block.integer("max-tasks"));
    }

    Optional<Path> caFile() {
        return Optional.ofNullable(caFileOrNull);
    }

    private static @Nullable InetSocketAddress proxy(String text) {
        if (text.isEmpty()) {
            return null;
        }
        HttpUrl url;
        try {
            url = HttpUrl.parse(text);
        } catch (IllegalArgumentException problem) {
            throw new IllegalArgumentException(
                    "regatta.download.proxy " + problem.getMessage(), problem);
        }
        if (url.secure() || !url.target().equals("/")) {
            throw new IllegalArgumentException("regatta.download.proxy must be http://HOST:PORT");
        }
        String host = url.host().text().replaceAll("[\\[\\]]", "");
        try {
            return new InetSocketAddress(InetAddress.getAllByName(host)[0], url.port());
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "regatta.download.proxy has a host without an address", unknown);
        }
    }

    private static <T> List<T> parse(
            WorkloadSettings block, String key, Function<String, T> parser) {
        List<T> parsed = new ArrayList<>();
        for (String text : block.strings(key)) {
            try {
                parsed.add(parser.apply(text));
            } catch (IllegalArgumentException problem) {
                throw new IllegalArgumentException(
                        "regatta.download." + key + ": " + problem.getMessage(), problem);
            }
        }
        return List.copyOf(parsed);
    }

    private static void require(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "regatta.download.%s must be from %d to %d, not %d"
                            .formatted(key, least, most, value));
        }
    }

    private static void require(String key, Duration value) {
        if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "regatta.download.%s must be above 0 and at most 30 days, not %s"
                            .formatted(key, value));
        }
    }
}
